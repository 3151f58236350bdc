import { DescriptionList } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { Fact } from '../../components/fact.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { StatusLabel } from '../../components/status-label.tsx';
import { useFormat } from '../../components/use-format.ts';
import { paths } from '../../paths.ts';
import { DailyCap } from './daily-cap.tsx';
import type { Provider } from './queries.ts';
import { useProviderWords } from './use-provider-words.ts';

/** What is stored about a connection; of the API key only whether there is one. */
export function ConnectionFacts({ provider }: { provider: Provider }) {
  const { t } = useTranslation('admin-providers');
  const format = useFormat();
  const words = useProviderWords();
  const limit = (value: number | null) => (value === null ? t('noLimit') : format.number(value));
  return (
    <DescriptionList isCompact columnModifier={{ default: '1Col', md: '2Col', xl: '3Col' }}>
      <Fact term={t('columns.kind')}>{words.kind(provider.kind)}</Fact>
      <Fact term={t('columns.baseUrl')}>
        <bdi className="pf-v6-u-text-break-word">{provider.baseUrl}</bdi>
      </Fact>
      <Fact term={t('apiKey')}>{provider.hasApiKey ? t('apiKeySet') : t('apiKeyNone')}</Fact>
      {provider.headerNames.length > 0 && (
        <Fact term={t('advanced.headers')}>
          <bdi>{format.list(provider.headerNames)}</bdi>
        </Fact>
      )}
      {provider.proxyUrl && (
        <Fact term={t('advanced.proxyUrl')}>
          <bdi className="pf-v6-u-text-break-word">{provider.proxyUrl}</bdi>
        </Fact>
      )}
      {provider.caCertificates && <Fact term={t('advanced.caCertificates')}>{t('advanced.caSet')}</Fact>}
      <Fact term={t('columns.class')}>{words.class(provider.class)}</Fact>
      <Fact term={t('maxConcurrency')}>{limit(provider.maxConcurrency)}</Fact>
      <Fact term={t('maxQueue')}>{limit(provider.maxQueue)}</Fact>
      <Fact term={t('overflow.label')}>{limit(provider.overflowAfter)}</Fact>
      {provider.contextLength !== null && (
        <Fact term={t('ollama.context')}>{format.number(provider.contextLength)}</Fact>
      )}
      {provider.keepAliveSeconds !== null && (
        <Fact term={t('ollama.keepAlive')}>
          {provider.keepAliveSeconds < 0 ? t('ollama.forGood') : format.number(provider.keepAliveSeconds)}
        </Fact>
      )}
      <Fact term={t('dailyCap.label')}>
        <DailyCap provider={provider} />{' '}
        <Link to={paths.adminBudgetsOf('provider')}>{t('dailyCap.budgets')}</Link>
      </Fact>
      <Fact term={t('columns.enabled')}>
        <StatusLabel status={provider.enabled ? 'enabled' : 'disabled'} />
      </Fact>
      <Fact term={t('columns.models')}>
        <Link to={paths.adminModelsOf(provider.id)}>{t('showModels', { count: provider.modelCount })}</Link>
      </Fact>
      <Fact term={t('updated')}>
        <RelativeTime value={provider.updatedAt} />
      </Fact>
    </DescriptionList>
  );
}
