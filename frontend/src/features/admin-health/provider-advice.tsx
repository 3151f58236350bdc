import { Content } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { LinkButton } from '../../components/link-button.tsx';
import { Notice } from '../../components/notice.tsx';
import { useFormat } from '../../components/use-format.ts';
import { paths } from '../../paths.ts';
import type { ProviderHealth } from './queries.ts';

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
  const { id, name, stopped, lastFailure, connection, models } = provider;
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
  if (!title) return null;
  const isOpen = connection === 'open' || models.some(({ breaker }) => breaker === 'open');
  const kind = connection === 'closed' ? lastFailure?.kind : 'unreached';
  return (
    <Notice
      isLiveRegion
      className="pf-v6-u-mb-md"
      variant={isOpen ? 'danger' : 'warning'}
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
      {kind && <Content component="p">{t(doKeys[kind], { status: lastFailure?.status })}</Content>}
      <Content component="p">{t(isOpen ? 'advice.meanwhile' : 'advice.half')}</Content>
    </Notice>
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
