import { Content, Flex, FlexItem, Title } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Budget } from '../../api/budgets.ts';
import type { Limit } from '../../api/limits.ts';
import { toMicro } from '../../components/decimal.ts';
import { LimitUse } from '../../components/limit-use.tsx';
import { ResetTime } from '../../components/reset-time.tsx';
import { useAmounts } from '../../components/use-amounts.ts';
import { useLimitWords } from '../../components/use-limit-words.ts';
import { LimitAction } from './limit-action.tsx';
import { usePlace } from './place-context.ts';
import { budgetsQuery } from './queries.ts';

/** What a limit means for the next call. */
function meaningOf(
  t: TFunction<'budgets'>,
  { hasRoom, limit, used }: Limit,
  left: string | null,
  budget: Budget | undefined,
): string {
  if (hasRoom) return left === null ? t('next.room') : t('next.left', { amount: left });
  if (used !== null && toMicro(used) < toMicro(limit)) return t('next.onlyHeld');
  return budget?.onExceed === 'fallback' ? t('next.fallsBack') : t('next.nothing');
}

/** One limit of the next call: how it stands, when it begins anew, and what can be done about it. */
export function LimitEntry({ limit, isFirst = false }: { limit: Limit; isFirst?: boolean }) {
  const { t } = useTranslation('budgets');
  const words = useLimitWords();
  const { place } = usePlace();
  const budgets = useQuery(budgetsQuery(place)).data;
  const own = budgets?.find(({ id }) => id === limit.budgetId);
  // What is not among the account's budgets is one of the platform.
  const isOfAll = limit.scope === 'model' && budgets && !own;
  const name = isOfAll ? t('next.modelOfAll', { name: words.nameOf(limit) }) : words.limit(limit);
  const amounts = useAmounts();
  const left = limit.remaining === null ? null : amounts.amount(limit.unit, limit.remaining);
  return (
    <section aria-label={name}>
      <Flex
        justifyContent={{ default: 'justifyContentSpaceBetween' }}
        alignItems={{ default: 'alignItemsCenter' }}
        rowGap={{ default: 'rowGapXs' }}
      >
        <FlexItem>
          <Title headingLevel="h3" size={isFirst ? 'lg' : 'md'}>
            {name}
          </Title>
        </FlexItem>
        <FlexItem>
          <LimitAction limit={limit} name={name} />
        </FlexItem>
      </Flex>
      <LimitUse limit={limit} label={name} />
      <Content component="small">
        {meaningOf(t, limit, left, own)} {limit.resetsAt && <ResetTime value={limit.resetsAt} />}
      </Content>
    </section>
  );
}
