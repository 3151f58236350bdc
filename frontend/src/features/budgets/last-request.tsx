import { Tooltip } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import type { Budget } from '../../api/budgets.ts';
import { StatusLabel } from '../../components/status-label.tsx';
import { useAmounts } from '../../components/use-amounts.ts';
import type { IncreaseRequest } from './place.ts';

type Props = { request: IncreaseRequest; unit: Budget['unit'] };

/** What became of a request for more; the answer's comment on hover and focus. */
export function LastRequest({ request: { limit, status, comment }, unit }: Props) {
  const { t } = useTranslation('budgets');
  const amounts = useAmounts();
  return (
    <>
      {t('next.asked', { limit: amounts.amount(unit, limit) })}{' '}
      {comment ? (
        <Tooltip content={comment}>
          <span tabIndex={0}>
            <StatusLabel status={status} />
          </span>
        </Tooltip>
      ) : (
        <StatusLabel status={status} />
      )}
    </>
  );
}
