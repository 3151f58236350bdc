import { Grid, GridItem, Stack, StackItem } from '@patternfly/react-core';
import type { Subscription } from '../../api/subscriptions.ts';
import { AccessCard } from './access-card.tsx';
import { CallCard } from './call-card.tsx';
import { FactsCard } from './facts-card.tsx';
import type { Model } from './queries.ts';
import { PricesCard } from './prices-card.tsx';

type Props = { model: Model; subscription: Subscription | undefined };

/** Prices and the call to paste beside access and facts; one below the other on a phone. */
export function ModelDetail({ model, subscription }: Props) {
  return (
    <Grid hasGutter>
      <GridItem span={12} lg={7}>
        <Stack hasGutter>
          <StackItem>
            <PricesCard prices={model.prices} />
          </StackItem>
          <StackItem>
            <CallCard model={model} isActive={subscription?.status === 'active'} />
          </StackItem>
        </Stack>
      </GridItem>
      <GridItem span={12} lg={5}>
        <Stack hasGutter>
          <StackItem>
            <AccessCard model={model} subscription={subscription} />
          </StackItem>
          <StackItem>
            <FactsCard model={model} />
          </StackItem>
        </Stack>
      </GridItem>
    </Grid>
  );
}
