import { Label } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';

const look = {
  active: { status: 'success' },
  success: { status: 'success' },
  pending: { status: 'warning' },
  suspended: { status: 'warning' },
  aborted: { status: 'warning' },
  orphaned: { status: 'warning' },
  half_open: { status: 'warning' },
  denied: { status: 'danger' },
  error: { status: 'danger' },
  revoked: { status: 'danger' },
  stopped: { status: 'danger' },
  lifted: { color: 'grey' },
  open: { status: 'danger' },
  closed: { status: 'success' },
  cancelled: { color: 'grey' },
  expired: { color: 'grey' },
  disabled: { color: 'grey' },
  enabled: { status: 'success' },
  passed: { status: 'success' },
  failed: { status: 'danger' },
  approved: { status: 'success' },
  ok: { status: 'success' },
  warning: { status: 'warning' },
  exceeded: { status: 'danger' },
  degraded: { status: 'warning' },
  unreachable: { status: 'danger' },
  capped: { status: 'warning' },
  idle: { color: 'grey' },
} as const;

const textKeys = {
  active: 'status.active',
  success: 'status.success',
  pending: 'status.pending',
  suspended: 'status.suspended',
  aborted: 'status.aborted',
  orphaned: 'status.orphaned',
  half_open: 'status.halfOpen',
  denied: 'status.denied',
  error: 'status.error',
  revoked: 'status.revoked',
  stopped: 'status.stopped',
  lifted: 'status.lifted',
  open: 'status.open',
  closed: 'status.closed',
  cancelled: 'status.cancelled',
  expired: 'status.expired',
  disabled: 'status.disabled',
  enabled: 'status.enabled',
  passed: 'status.passed',
  failed: 'status.failed',
  approved: 'status.approved',
  ok: 'status.ok',
  warning: 'status.warning',
  exceeded: 'status.exceeded',
  degraded: 'status.degraded',
  unreachable: 'status.unreachable',
  capped: 'status.capped',
  idle: 'status.idle',
} as const;

export type Status = keyof typeof look;

/** State of a key, subscription, call, provider, breaker or budget: icon, word and colour together. */
export function StatusLabel({ status }: { status: Status }) {
  const { t } = useTranslation('common');
  return (
    <Label isCompact variant="outline" {...look[status]}>
      {t(textKeys[status])}
    </Label>
  );
}
