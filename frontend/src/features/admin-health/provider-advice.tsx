import { Content } from '@patternfly/react-core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LinkButton } from '../../components/link-button.tsx';
import { Notice } from '../../components/notice.tsx';
import { useFormat } from '../../components/use-format.ts';
import { paths } from '../../paths.ts';
import type { ProviderHealth } from './queries.ts';
import { isCapped, stateOf } from './state-of.ts';

const doKeys = {
  unreached: 'advice.do.unreached',
  timeout: 'advice.do.timeout',
  broken: 'advice.do.broken',
  status: 'advice.do.status',
} as const;

/** Why calls do not get through to a provider, what happens meanwhile and what to do; nothing where they do. */
export function ProviderAdvice({ provider }: { provider: ProviderHealth }) {
  const { t } = useTranslation('admin-health');
  const title = useAdviceTitle()(provider);
  const { id, name, stopped } = provider;
  if (stopped)
    return (
      <Notice
        className="pf-v6-u-mb-md"
        variant="warning"
        title={t('advice.stopped', { name })}
        actionLinks={
          <LinkButton variant="link" isInline to={paths.adminKillSwitches}>
            {t('advice.stoppedAction')}
          </LinkButton>
        }
      >
        {t('advice.stoppedBody')}
      </Notice>
    );
  const state = stateOf(provider);
  return (
    <>
      {isCapped(provider) && (
        <ProviderNotice id={id} variant="warning" title={t('advice.cap', { name })}>
          <Content component="p">{t('advice.capBody')}</Content>
        </ProviderNotice>
      )}
      {title !== null && <BreakerAdvice provider={provider} title={title} />}
      {title === null && (state === 'degraded' || state === 'unreachable') && (
        <FailureAdvice provider={provider} />
      )}
    </>
  );
}

type NoticeProps = { id: string; variant: 'warning' | 'danger'; title: string; children: ReactNode };

function ProviderNotice({ id, variant, title, children }: NoticeProps) {
  const { t } = useTranslation('admin-health');
  return (
    <Notice
      isLiveRegion
      className="pf-v6-u-mb-md"
      variant={variant}
      title={title}
      actionLinks={
        <>
          <LinkButton variant="link" isInline to={paths.adminProvider(id)}>
            {t('advice.provider')}
          </LinkButton>
          <LinkButton variant="link" isInline to={paths.adminModelsOf(id)}>
            {t('advice.models')}
          </LinkButton>
        </>
      }
    >
      {children}
    </Notice>
  );
}

function BreakerAdvice({ provider, title }: { provider: ProviderHealth; title: string }) {
  const { t } = useTranslation('admin-health');
  const { id, lastFailure, connection, models } = provider;
  const isOpen = connection === 'open' || models.some(({ breaker }) => breaker === 'open');
  const kind = connection === 'closed' ? lastFailure?.kind : 'unreached';
  return (
    <ProviderNotice id={id} variant={isOpen ? 'danger' : 'warning'} title={title}>
      {kind && <Content component="p">{t(doKeys[kind], { status: lastFailure?.status })}</Content>}
      <Content component="p">{t(isOpen ? 'advice.meanwhile' : 'advice.half')}</Content>
    </ProviderNotice>
  );
}

/** Many calls fail, or the last one could not connect, and no breaker keeps them away. */
function FailureAdvice({ provider }: { provider: ProviderHealth }) {
  const { t } = useTranslation('admin-health');
  const format = useFormat();
  const { id, name, errorRate, lastFailure } = provider;
  if (!lastFailure) return null;
  const title =
    errorRate === null || stateOf(provider) === 'unreachable'
      ? t('advice.unreachable', { name })
      : t('advice.rate', { name, rate: format.percent(errorRate) });
  return (
    <ProviderNotice id={id} variant="warning" title={title}>
      <Content component="p">{t(doKeys[lastFailure.kind], { status: lastFailure.status })}</Content>
      <Content component="p">{t('advice.rateBody')}</Content>
    </ProviderNotice>
  );
}

/** What the breakers say: of connecting, else of the models that are open, else of those that are tried again. */
function useAdviceTitle() {
  const { t } = useTranslation('admin-health');
  const format = useFormat();
  return ({ name, connection, models }: ProviderHealth): string | null => {
    if (connection !== 'closed')
      return connection === 'open' ? t('advice.connection', { name }) : t('advice.connectionHalf', { name });
    const named = (state: string) =>
      models.filter(({ breaker }) => breaker === state).map(({ upstreamModel }) => upstreamModel);
    const [open, half] = [named('open'), named('half_open')];
    if (open.length > 0) return t('advice.models', { count: open.length, name, models: format.list(open) });
    if (half.length > 0)
      return t('advice.modelsHalf', { count: half.length, name, models: format.list(half) });
    return null;
  };
}
