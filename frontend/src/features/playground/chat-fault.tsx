import { AlertActionLink, Content } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { LimitBar } from '../../components/limit-bar.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { Notice } from '../../components/notice.tsx';
import { RequestId } from '../../components/request-id.tsx';
import { ResetTime } from '../../components/reset-time.tsx';
import { paths } from '../../paths.ts';
import type { ChatError, RefusingLimit } from './chat-error.ts';
import { LimitText, useLimitTitle } from './limit-text.tsx';
import { RetryWait } from './retry-wait.tsx';
import type { Turn } from './turns.ts';

const titleKeys: Record<string, string> = {
  network: 'common:error.network',
  insufficient_credits: 'fault.credits',
  budget_exceeded: 'fault.budget',
  model_access_denied: 'fault.access',
  access_denied: 'fault.access',
  kill_switch: 'fault.killSwitch',
  model_not_found: 'fault.notFound',
  model_unpriced: 'fault.unpriced',
  in_flight_budget_exhausted: 'fault.inFlight',
  quota_exceeded: 'fault.quota',
  invalid_request_error: 'fault.invalid',
  upstream_error: 'fault.upstream',
  upstream_unavailable: 'fault.upstream',
  upstream_timeout: 'fault.timeout',
};

/** Where a fault can be mended, by its code. */
const ways: Record<string, { to: (turn: Turn) => string; labelKey: string }> = {
  insufficient_credits: { to: () => paths.credits, labelKey: 'fault.toCredits' },
  budget_exceeded: { to: ({ modelName }) => paths.limitsOf(modelName), labelKey: 'fault.toLimits' },
  quota_exceeded: { to: ({ modelName }) => paths.limitsOf(modelName), labelKey: 'fault.toLimits' },
  in_flight_budget_exhausted: {
    to: ({ modelName }) => paths.limitsOf(modelName),
    labelKey: 'fault.toLimits',
  },
  rate_limit_exceeded: { to: ({ modelName }) => paths.limitsOf(modelName), labelKey: 'fault.toLimits' },
  model_access_denied: { to: ({ modelName }) => paths.model(modelName), labelKey: 'fault.toModel' },
  model_unpriced: { to: ({ modelName }) => paths.model(modelName), labelKey: 'fault.toModel' },
  model_not_found: { to: () => paths.models, labelKey: 'fault.toModels' },
};

type Props = { turn: Turn; error: ChatError; onAskAgain?: (turn: Turn) => void };

/** How the limit stands that refused the call. */
function LimitReached({ limit }: { limit: RefusingLimit }) {
  const { t } = useTranslation('playground');
  return (
    <div className="pf-v6-u-my-sm">
      <LimitBar label={t('fault.limit')} {...limit} />
      <Content component="small">
        <ResetTime value={limit.resetsAt} />
      </Content>
    </div>
  );
}

/** Why there is no (whole) answer, in our words and the server's, and what to do. */
export function ChatFault({ turn, error, onAskAgain }: Props) {
  const { t } = useTranslation('playground');
  const limitTitle = useLimitTitle(error);
  const way = ways[error.code];
  return (
    <Notice
      className="pf-v6-u-mt-sm"
      variant="danger"
      title={limitTitle ?? t(titleKeys[error.code] ?? 'fault.other')}
      actionLinks={
        <>
          {onAskAgain && (
            <AlertActionLink onClick={() => onAskAgain(turn)}>{t('common:error.retry')}</AlertActionLink>
          )}
          {way && (
            <LinkButton variant="link" isInline to={way.to(turn)}>
              {t(way.labelKey)}
            </LinkButton>
          )}
        </>
      }
    >
      {limitTitle ? (
        <LimitText error={error} />
      ) : (
        error.detail && (
          <Content component="p" dir="ltr" lang="en">
            {error.detail}
          </Content>
        )
      )}
      {error.limit && <LimitReached limit={error.limit} />}
      {error.retryAfterSeconds && <RetryWait seconds={error.retryAfterSeconds} />}
      {error.requestId && <RequestId value={error.requestId} />}
    </Notice>
  );
}
