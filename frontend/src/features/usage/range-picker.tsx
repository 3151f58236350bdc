import { Content, Flex, FlexItem } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { ChoiceToggle } from './choice-toggle.tsx';
import { DayInput } from './day-input.tsx';
import { lastDay, ranges } from './period.ts';
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
          <FlexItem>
            <DayInput
              label={t('range.from')}
              day={selection.from}
              max={selection.to}
              onChange={(day) => range.set('from', day)}
            />
          </FlexItem>
          <FlexItem>
            <DayInput
              label={t('range.to')}
              day={selection.to}
              min={selection.from}
              max={lastDay}
              onChange={(day) => range.set('to', day)}
            />
          </FlexItem>
          <FlexItem>
            <Content component="small">{t('range.most')}</Content>
          </FlexItem>
        </>
      )}
    </Flex>
  );
}
