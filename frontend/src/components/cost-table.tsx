import { Content } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallTokens, type CostLine, costOfCall, isUnit, unitKeys } from './call-cost.ts';
import { pricePartKeys, type Prices } from './price-parts.ts';
import { useFormat } from './use-format.ts';

type Cells = { part: string; tokens?: ReactNode; price?: ReactNode; credits: ReactNode };

/** How the cost of one call comes about, line by line and exact, with the rounding and the total. */
export function CostTable({ label, prices, tokens }: { label: string; prices: Prices; tokens: CallTokens }) {
  const { t } = useTranslation('common');
  const format = useFormat();
  if (prices.free) return <Content component="p">{t('cost.free')}</Content>;
  const { lines, aboveInputTokens, roundingCredits, totalCredits } = costOfCall(prices, tokens);

  const nameOf = ({ part, count }: CostLine) => {
    if (isUnit(part)) return t(unitKeys[part], { count: Number(count) });
    return part === 'perRequest' ? t('cost.perRequest') : t(pricePartKeys[`${part}PerMillion`]);
  };
  const priceOf = ({ part, priceCredits }: CostLine) => {
    if (priceCredits === null) return t('cost.notCharged');
    const credits = format.exactCredits(priceCredits);
    if (part === 'images' || part === 'outputImages') return t('cost.each', { credits });
    if (part === 'inputSeconds' || part === 'outputSeconds') return t('cost.perSecond', { credits });
    return part === 'perRequest' ? credits : t('cost.perMillion', { credits });
  };
  const tokensOf = ({ part, count }: CostLine) =>
    count === null || isUnit(part) ? undefined : format.number(Number(count));
  // On a phone a cell stands beside its label: without content it needs none.
  const cell = (label: string, content: ReactNode) => (
    <Td dataLabel={content === undefined ? undefined : label} className="pf-v6-u-text-align-end-on-md">
      {content !== undefined && <div>{content}</div>}
    </Td>
  );
  const row = ({ part, ...cells }: Cells) => (
    <Tr key={part}>
      <Td dataLabel={t('cost.part')}>{part}</Td>
      {cell(t('cost.tokens'), cells.tokens)}
      {cell(t('cost.price'), cells.price)}
      {cell(t('cost.credits'), cells.credits)}
    </Tr>
  );
  const table = (
    <Table aria-label={label} variant="compact" gridBreakPoint="grid-md">
      <Thead>
        <Tr>
          <Th>{t('cost.part')}</Th>
          <Th className="pf-v6-u-text-align-end-on-md">{t('cost.tokens')}</Th>
          <Th className="pf-v6-u-text-align-end-on-md">{t('cost.price')}</Th>
          <Th className="pf-v6-u-text-align-end-on-md">{t('cost.credits')}</Th>
        </Tr>
      </Thead>
      <Tbody>
        {lines.map((line) =>
          row({
            part: nameOf(line),
            tokens: tokensOf(line),
            price: priceOf(line),
            credits: <bdi>{format.exactCredits(line.costCredits)}</bdi>,
          }),
        )}
        {roundingCredits &&
          row({
            part: t('cost.rounding'),
            credits: <bdi>{format.exactCredits(roundingCredits)}</bdi>,
          })}
        {row({
          part: t('cost.total'),
          credits: (
            <strong>
              <bdi>{format.exactCredits(totalCredits)}</bdi> <small>{format.money(totalCredits)}</small>
            </strong>
          ),
        })}
      </Tbody>
    </Table>
  );
  return (
    <>
      {aboveInputTokens !== null && (
        <Content component="p">{t('cost.tier', { tokens: aboveInputTokens })}</Content>
      )}
      {table}
    </>
  );
}
