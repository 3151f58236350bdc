import { Button, Card, CardBody, CardHeader, CardTitle } from '@patternfly/react-core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../api/api-error.ts';
import { StateEmpty } from '../../components/state-empty.tsx';
import { StateError } from '../../components/state-error.tsx';
import { StateLoading } from '../../components/state-loading.tsx';
import { DiscoveredTable } from './discovered-table.tsx';
import { ImportDialog } from './import-dialog.tsx';
import type { Discovered, Provider } from './queries.ts';

type Props = { provider: Provider; discovered: UseQueryResult<Discovered[]> };

/** The models that the provider serves, several of which can be taken into the catalogue at once. */
export function DiscoveredCard({ provider, discovered }: Props) {
  const { t } = useTranslation('admin-providers');
  const [chosen, setChosen] = useState<string[]>([]);
  const [isImporting, setIsImporting] = useState(false);
  const models = discovered.data ?? [];
  const picked = models.filter(({ upstreamModel }) => chosen.includes(upstreamModel));
  const close = () => {
    setIsImporting(false);
    setChosen([]);
  };
  const { error } = discovered;
  const reason =
    isApiError(error) && error.code === 'provider_unreachable'
      ? t('discover.failed', { reason: error.detail })
      : undefined;
  const content = () => {
    if (discovered.isFetching) return <StateLoading />;
    if (discovered.error)
      return <StateError error={discovered.error} onRetry={discovered.refetch} text={reason} />;
    if (!discovered.data)
      return <StateEmpty title={t('discover.askTitle')}>{t('discover.askBody')}</StateEmpty>;
    if (models.length === 0)
      return <StateEmpty title={t('discover.emptyTitle')}>{t('discover.emptyBody')}</StateEmpty>;
    return <DiscoveredTable models={models} chosen={chosen} onChoose={setChosen} />;
  };
  const start = models.some(({ modelId }) => modelId === null) && !discovered.isFetching && (
    <Button variant="secondary" isAriaDisabled={picked.length === 0} onClick={() => setIsImporting(true)}>
      {picked.length === 0 ? t('import.choose') : t('import.action', { count: picked.length })}
    </Button>
  );
  return (
    <Card>
      <CardHeader actions={start ? { actions: start, hasNoOffset: true } : undefined}>
        <CardTitle component="h2">{t('discover.title')}</CardTitle>
      </CardHeader>
      <CardBody>{content()}</CardBody>
      {isImporting && <ImportDialog provider={provider} models={picked} onClose={close} />}
    </Card>
  );
}
