import { ToggleGroup, ToggleGroupItem } from '@patternfly/react-core';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CodeBlock } from './code-block.tsx';

type Props = {
  /** The same call in several languages; the first one is shown. */
  samples: { key: string; name: string; code: string }[];
  onCopied?: () => void;
};

/** One piece of code in the language that the reader chooses. */
export function CodeChoice({ samples, onCopied }: Props) {
  const { t } = useTranslation('common');
  const id = useId();
  const [active, setActive] = useState(samples[0]?.key);
  const choice = (
    <ToggleGroup isCompact aria-label={t('codeSample')}>
      {samples.map(({ key, name }) => (
        <ToggleGroupItem
          key={key}
          text={name}
          buttonId={`${id}-${key}`}
          isSelected={key === active}
          onChange={() => setActive(key)}
        />
      ))}
    </ToggleGroup>
  );
  const code = samples.find(({ key }) => key === active)?.code ?? '';
  return <CodeBlock code={code} start={choice} onCopied={onCopied} />;
}
