import { Content, List, ListItem } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { PriceExample } from '../../components/price-example.tsx';
import { pricePartKeys, type Prices } from '../../components/price-parts.ts';
import { useFormat } from '../../components/use-format.ts';
import { type PriceJump } from './price-jumps.ts';

type Props = {
  jumps: PriceJump[];
  /** What the prices would be. */
  prices: Prices;
  isPending: boolean;
  onConfirm: () => void;
  onClose: () => void;
};

/** Asks before prices change so much that a slip of the decimal point is more likely than a decision. */
export function ConfirmPricesDialog({ jumps, prices, isPending, onConfirm, onClose }: Props) {
  const { t } = useTranslation('admin-models');
  const format = useFormat();
  return (
    <ConfirmDialog
      title={t('jump.title')}
      confirmLabel={t('jump.confirm')}
      mutation={{ isPending, error: null }}
      onConfirm={onConfirm}
      onClose={onClose}
    >
      <Content component="p">{t('jump.body')}</Content>
      <List className="pf-v6-u-mb-md">
        {jumps.map(({ part, aboveInputTokens, fromCredits, toCredits }) => {
          const values = {
            part: t(pricePartKeys[part]),
            from: format.exactCredits(fromCredits),
            to: format.exactCredits(toCredits),
          };
          return (
            <ListItem key={`${part} ${aboveInputTokens}`}>
              {aboveInputTokens === null
                ? t('jump.part', values)
                : t('jump.partOfTier', { ...values, tokens: aboveInputTokens })}
            </ListItem>
          );
        })}
      </List>
      <PriceExample prices={prices} />
    </ConfirmDialog>
  );
}
