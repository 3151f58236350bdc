import { ToggleGroup, ToggleGroupItem } from '@patternfly/react-core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CodeBlock } from './code-block.tsx';
import { chatSamples } from './code-samples.ts';

type Props = {
  /** Base URL with `/v1`, see `useEndpoint`. */
  endpoint: string;
  modelName: string;
  /** A secret just shown; left out, the samples read it from the environment. */
  secret?: string;
  onCopied?: () => void;
};

/** The same call with curl, Python and Node, ready to paste. */
export function CodeSample({ onCopied, ...call }: Props) {
  const { t } = useTranslation('common');
  const [active, setActive] = useState('curl');
  const samples = chatSamples(call);
  const choice = (
    <ToggleGroup isCompact aria-label={t('codeSample')}>
      {samples.map(({ key, name }) => (
        <ToggleGroupItem
          key={key}
          text={name}
          buttonId={`sample-${key}`}
          isSelected={key === active}
          onChange={() => setActive(key)}
        />
      ))}
    </ToggleGroup>
  );
  const code = samples.find(({ key }) => key === active)?.code ?? '';
  return <CodeBlock code={code} start={choice} onCopied={onCopied} />;
}
