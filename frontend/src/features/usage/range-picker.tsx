import { Flex, FlexItem, TextInput } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { ChoiceToggle } from './choice-toggle.tsx';
import { ranges } from './period.ts';
import type { UsageView } from './use-usage-view.ts';

const rangeKeys = {
  '24h': 'range.day',
  '7d': 'range.week',
  '30d': 'range.month',
  custom: 'range.custom',
} as const;

/** The range of the whole page; a custom one asks for its first and last day. */
export function RangePicker({ view: { selection }, range }: Pick<UsageView, 'view' | 'range'>) {
  const { t } = useTranslation('usage');
  const dayInput = (name: 'from' | 'to', label: string) => (
    <FlexItem>
      <TextInput
        type="date"
        aria-label={label}
        value={selection[name]}
        max={name === 'from' ? selection.to : undefined}
        min={name === 'to' ? selection.from : undefined}
        onChange={(_, day) => range.set(name, day)}
      />
    </FlexItem>
  );
  return (
    <Flex gap={{ default: 'gapMd' }} alignItems={{ default: 'alignItemsCenter' }}>
      <FlexItem>
        <ChoiceToggle
          label={t('range.label')}
          options={ranges.map((value) => ({ value, text: t(rangeKeys[value]) }))}
          value={selection.range}
          onChange={(value) => range.set('range', value)}
        />
      </FlexItem>
      {selection.range === 'custom' && (
        <>
          {dayInput('from', t('range.from'))}
          {dayInput('to', t('range.to'))}
        </>
      )}
    </Flex>
  );
}
