import { Card, CardBody, CardHeader, CardTitle, DescriptionList } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import type { Budget } from '../../api/budgets.ts';
import { Fact } from '../../components/fact.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { StatusLabel } from '../../components/status-label.tsx';
import { useAmounts } from '../../components/use-amounts.ts';
import { useFormat } from '../../components/use-format.ts';
import { hasTimeZone } from './budget-draft.ts';
import { BudgetUse } from './budget-use.tsx';
import { useBudgetWords } from './use-budget-words.ts';
import { useOwners } from './use-owners.ts';

/** On which day its periods begin. */
function useBeginning({ period, weekStartsOn, anchorDay }: Budget) {
  const { t } = useTranslation('budgets');
  const format = useFormat();
  const words = useBudgetWords();
  if (period === 'week') return t('facts.onWeekday', { day: words.weekday(weekStartsOn ?? 1) });
  if (period === 'month') return t('facts.onDay', { day: format.number(anchorDay ?? 1) });
  if (period === 'day') return t('facts.atMidnight');
  return period === 'minute' ? t('facts.onMinute') : t('facts.never');
}

/** The model that calls go to at the limit, by name. */
function FallbackTo({ modelId }: { modelId: string }) {
  const { t } = useTranslation('budgets');
  const name = useOwners('model')?.find(({ id }) => id === modelId)?.name ?? modelId;
  return t('facts.fallback', { model: `\u2068${name}\u2069` });
}

/** How a budget stands, and all that was said about it. */
export function BudgetFactsCard({ budget }: { budget: Budget }) {
  const { t } = useTranslation('budgets');
  const words = useBudgetWords();
  const amounts = useAmounts();
  const beginning = useBeginning(budget);
  return (
    <Card>
      <CardHeader actions={{ actions: <StatusLabel status={budget.status} />, hasNoOffset: true }}>
        <CardTitle component="h2">{t('facts.title')}</CardTitle>
      </CardHeader>
      <CardBody>
        <div className="pf-v6-u-mb-lg">
          <BudgetUse budget={budget} />
        </div>
        <DescriptionList isCompact columnModifier={{ default: '1Col', sm: '2Col', xl: '3Col' }}>
          <Fact term={t('facts.left')}>
            {amounts.amount(budget.unit, budget.remaining)}{' '}
            <small className="pf-v6-u-text-color-subtle">
              {amounts.money(budget.unit, budget.remaining)}
            </small>
          </Fact>
          <Fact term={t('columns.period')}>{words.period(budget.period)}</Fact>
          <Fact term={t('facts.next')}>
            {budget.windowEnd ? <RelativeTime value={budget.windowEnd} /> : t('common:limit.neverResets')}
          </Fact>
          <Fact term={t('facts.begins')}>{beginning}</Fact>
          {hasTimeZone(budget.period) && (
            <Fact term={t('form.timeZone')}>{budget.timeZone.replaceAll('_', ' ')}</Fact>
          )}
          {budget.resetAt && (
            <Fact term={t('facts.resetAt')}>
              <RelativeTime value={budget.resetAt} />
            </Fact>
          )}
          <Fact term={t('columns.end')}>
            {budget.fallbackModelId ? (
              <FallbackTo modelId={budget.fallbackModelId} />
            ) : (
              words.end(budget.onExceed)
            )}
          </Fact>
          <Fact term={t('facts.alerts')}>{words.shares(budget.thresholds)}</Fact>
          <Fact term={t('facts.created')}>
            <RelativeTime value={budget.createdAt} />
          </Fact>
        </DescriptionList>
      </CardBody>
    </Card>
  );
}
