import { List, ListItem } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { StatusLabel } from '../../components/status-label.tsx';
import type { ProviderHealth } from './queries.ts';

/** Every model that was called lately. A closed breaker is not shown: calls may fail all the same. */
export function ModelBreakers({ models }: Pick<ProviderHealth, 'models'>) {
  const { t } = useTranslation('admin-health');
  if (models.length === 0) return t('noModels');
  const failing = models.filter(({ breaker }) => breaker !== 'closed');
  const others = models.filter(({ breaker }) => breaker === 'closed');
  return (
    <List isPlain>
      {[...failing, ...others].map(({ upstreamModel, breaker }) => (
        <ListItem key={upstreamModel}>
          <bdi className="pf-v6-u-text-break-word">{upstreamModel}</bdi>{' '}
          {breaker !== 'closed' && <StatusLabel status={breaker} />}
        </ListItem>
      ))}
    </List>
  );
}
