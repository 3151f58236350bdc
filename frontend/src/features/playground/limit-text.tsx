import { Content } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import type { ChatError } from './chat-error.ts';

const limitKeys: Record<string, string> = {
  requests_per_minute: 'limit.requests',
  tokens_per_minute: 'limit.tokens',
  calls_at_once: 'limit.calls',
};

const isLimit = ({ code }: ChatError) => code === 'rate_limit_exceeded';

/** Which limit a call met; undefined for other faults. */
export function useLimitTitle(error: ChatError): string | undefined {
  const { t } = useTranslation('playground');
  if (!isLimit(error)) return undefined;
  const { unit = '', limit, source } = error.details ?? {};
  if (source === 'provider') return t('limit.provider');
  return limitKeys[unit] ? t(limitKeys[unit], { count: Number(limit) }) : t('limit.any');
}

/** Whose limit it is. */
export function LimitText({ error: { details } }: { error: ChatError }) {
  const { t } = useTranslation('playground');
  return (
    <Content component="p">
      {t(details?.source === 'provider' ? 'limit.aboutProvider' : 'limit.about')}
    </Content>
  );
}
