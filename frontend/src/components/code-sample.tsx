import { Tab, Tabs, TabTitleText } from '@patternfly/react-core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CodeBlock } from './code-block.tsx';
import { chatSamples } from './code-samples.ts';

type Props = {
  id: string;
  /** Base URL with `/v1`, see `useEndpoint`. */
  endpoint: string;
  modelName: string;
  /** A secret just shown; left out, the samples read it from the environment. */
  secret?: string;
};

/** The same call with curl, Python and Node, ready to paste. */
export function CodeSample({ id, ...call }: Props) {
  const { t } = useTranslation('common');
  const [active, setActive] = useState<string | number>('curl');
  return (
    <Tabs
      activeKey={active}
      onSelect={(_, key) => setActive(key)}
      aria-label={t('codeSample')}
      id={`${id}-tabs`}
    >
      {chatSamples(call).map(({ key, name, code }) => (
        <Tab key={key} eventKey={key} title={<TabTitleText>{name}</TabTitleText>}>
          <div className="pf-v6-u-pt-md">
            <CodeBlock id={`${id}-${key}`} code={code} />
          </div>
        </Tab>
      ))}
    </Tabs>
  );
}
