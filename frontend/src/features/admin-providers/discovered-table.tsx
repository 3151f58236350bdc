import { Checkbox } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { PricesText } from '../../components/prices-text.tsx';
import { TokenCount } from '../../components/token-count.tsx';
import { useCapabilityWords } from '../../components/use-capability-words.ts';
import { paths } from '../../paths.ts';
import type { Discovered } from './queries.ts';

type Props = { models: Discovered[]; chosen: string[]; onChoose: (chosen: string[]) => void };

/** What was found, with a box for each model that is not in the catalogue yet. */
export function DiscoveredTable({ models, chosen, onChoose }: Props) {
  const { t } = useTranslation('admin-providers');
  const capability = useCapabilityWords();
  const open = models.filter(({ modelId }) => modelId === null).map(({ upstreamModel }) => upstreamModel);
  const toggle = (name: string, isChosen: boolean) =>
    onChoose(isChosen ? [...chosen, name] : chosen.filter((other) => other !== name));
  return (
    <Table aria-label={t('discover.title')} variant="compact" gridBreakPoint="grid-md">
      <Thead>
        <Tr>
          <Th className="pf-v6-c-table__check">
            <Checkbox
              id="choose-all"
              aria-label={t('discover.chooseAll')}
              isChecked={open.length > 0 && open.every((name) => chosen.includes(name))}
              isDisabled={open.length === 0}
              onChange={(_, isAll) => onChoose(isAll ? open : [])}
            />
          </Th>
          <Th modifier="wrap">{t('discover.model')}</Th>
          <Th modifier="wrap">{t('discover.context')}</Th>
          <Th modifier="wrap">{t('discover.capabilities')}</Th>
          <Th modifier="wrap">{t('discover.prices')}</Th>
          <Th modifier="wrap">{t('discover.catalogue')}</Th>
        </Tr>
      </Thead>
      <Tbody>
        {models.map(({ upstreamModel, contextLength, capabilities, prices, modelId }, index) => (
          <Tr key={upstreamModel}>
            <Td className="pf-v6-c-table__check">
              <Checkbox
                id={`choose-${index}`}
                aria-label={t('discover.chooseNamed', { name: upstreamModel })}
                isChecked={chosen.includes(upstreamModel)}
                isDisabled={modelId !== null}
                onChange={(_, isChosen) => toggle(upstreamModel, isChosen)}
              />
            </Td>
            <Td dataLabel={t('discover.model')} modifier="breakWord">
              <bdi>{upstreamModel}</bdi>
            </Td>
            <Td dataLabel={t('discover.context')}>
              <TokenCount value={contextLength} />
            </Td>
            <Td dataLabel={t('discover.capabilities')}>
              {capabilities.map(capability).join(', ') || t('common:notAvailable')}
            </Td>
            <Td dataLabel={t('discover.prices')}>
              <div>
                <PricesText prices={prices} />
              </div>
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
