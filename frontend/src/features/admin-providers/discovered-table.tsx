import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { PricesText } from '../../components/prices-text.tsx';
import { TokenCount } from '../../components/token-count.tsx';
import { paths } from '../../paths.ts';
import type { Discovered } from './queries.ts';

type Props = { models: Discovered[]; chosen: string[]; onChoose: (chosen: string[]) => void };

/** What was found, with a box for each model that is not in the catalogue yet. */
export function DiscoveredTable({ models, chosen, onChoose }: Props) {
  const { t } = useTranslation('admin-providers');
  const open = models.filter(({ modelId }) => modelId === null).map(({ upstreamModel }) => upstreamModel);
  const toggle = (name: string, isChosen: boolean) =>
    onChoose(isChosen ? [...chosen, name] : chosen.filter((other) => other !== name));
  return (
    <Table aria-label={t('discover.title')} variant="compact" gridBreakPoint="grid-md">
      <Thead>
        <Tr>
          <Th
            aria-label={t('discover.chooseAll')}
            select={{
              isSelected: open.length > 0 && open.every((name) => chosen.includes(name)),
              onSelect: (_, isAll) => onChoose(isAll ? open : []),
              isDisabled: open.length === 0,
            }}
          />
          <Th>{t('discover.model')}</Th>
          <Th>{t('discover.context')}</Th>
          <Th>{t('discover.capabilities')}</Th>
          <Th>{t('discover.prices')}</Th>
          <Th>{t('discover.catalogue')}</Th>
        </Tr>
      </Thead>
      <Tbody>
        {models.map(({ upstreamModel, contextLength, capabilities, prices, modelId }, rowIndex) => (
          <Tr key={upstreamModel}>
            <Td
              select={{
                rowIndex,
                isSelected: chosen.includes(upstreamModel),
                isDisabled: modelId !== null,
                onSelect: (_, isChosen) => toggle(upstreamModel, isChosen),
                props: { 'aria-label': t('discover.chooseNamed', { name: upstreamModel }) },
              }}
            />
            <Td dataLabel={t('discover.model')} modifier="breakWord">
              <bdi>{upstreamModel}</bdi>
            </Td>
            <Td dataLabel={t('discover.context')}>
              <TokenCount value={contextLength} />
            </Td>
            <Td dataLabel={t('discover.capabilities')}>
              {capabilities.length > 0 ? capabilities.join(', ') : t('common:notAvailable')}
            </Td>
            <Td dataLabel={t('discover.prices')}>
              <PricesText prices={prices} />
            </Td>
            <Td dataLabel={t('discover.catalogue')}>
              {modelId ? (
                <Link to={paths.adminModel(modelId)}>{t('discover.imported')}</Link>
              ) : (
                t('discover.notImported')
              )}
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
