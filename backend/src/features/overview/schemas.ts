import { Type } from '@sinclair/typebox';
import { providerKinds } from '../../lib/providers/upstream-url.ts';
import { Credits, OneOf } from '../../lib/schemas.ts';
import { Breaker } from '../health/provider-health.ts';

const Count = Type.Integer({ minimum: 0 });

export const Overview = Type.Object({
  users: Count,
  accounts: Count,
  activeKeys: { ...Count, description: 'API keys that are neither revoked nor expired' },
  pendingSubscriptions: { ...Count, description: 'Subscriptions that wait for an approval' },
  callsToday: {
    ...Count,
    description: 'Calls that have finished since midnight in the time zone of the caller',
  },
  errorsToday: { ...Count, description: 'Those of them that failed or lost their instance' },
  creditsUsedToday: { ...Credits, description: 'What these calls cost' },
  creditsOutstanding: { ...Credits, description: 'The balances of all accounts' },
  providers: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      kind: OneOf(providerKinds),
      enabled: Type.Boolean(),
      breaker: Breaker,
    }),
  ),
});
