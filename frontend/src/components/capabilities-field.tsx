import { Checkbox, Flex } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { FormField } from './form-field.tsx';
import { knownCapabilities, useCapabilityWords } from './use-capability-words.ts';

type Props = {
  id: string;
  value: string[];
  onChange: (capabilities: string[]) => void;
  error?: string;
};

/** What a model is for. Capabilities with other words stay as they are. */
export function CapabilitiesField({ id, value, onChange, error }: Props) {
  const { t } = useTranslation('common');
  const wordOf = useCapabilityWords();
  const offered = [...new Set([...knownCapabilities, ...value])];
  const toggle = (name: string, has: boolean) =>
    onChange(has ? [...value, name] : value.filter((other) => other !== name));
  return (
    <FormField id={id} label={t('capabilities')} help={t('capabilitiesHelp')} error={error} role="group">
      {() => (
        <Flex columnGap={{ default: 'columnGapLg' }} rowGap={{ default: 'rowGapSm' }}>
          {offered.map((name) => (
            <Checkbox
              key={name}
              id={`${id}-${name}`}
              label={<bdi>{wordOf(name)}</bdi>}
              isChecked={value.includes(name)}
              onChange={(_, has) => toggle(name, has)}
            />
          ))}
        </Flex>
      )}
    </FormField>
  );
}
