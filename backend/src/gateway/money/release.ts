import type { Admission, HeldCall, HeldShare, MeterShare, Settlement, UsageRecord } from './items.ts';

/** A usage record of a call that left nothing behind but what its hold row says. */
export function recordOf(held: HeldCall): UsageRecord {
  return {
    requestId: held.requestId,
    createdAtMs: held.createdAtMs,
    accountId: held.accountId,
    projectId: held.projectId,
    keyId: held.keyId,
    userId: held.userId,
    modelId: held.modelId,
    modelName: held.modelName,
    providerId: null,
    providerName: null,
    surface: held.surface,
    stream: held.stream,
    status: 503,
    outcome: 'error',
    errorCode: 'database_unavailable',
    inputTokens: 0n,
    cachedInputTokens: 0n,
    outputTokens: 0n,
    estimated: false,
    costMicroCredits: 0n,
    holdMicroCredits: BigInt(held.holdMicroCredits),
    priceId: BigInt(held.priceId),
    latencyMs: 0,
    firstTokenMs: null,
    tokenDetails: null,
    charged: false,
    decision: null,
  };
}

/** Settles a call whose admission was committed while its caller had already been refused: it costs nothing. */
export function releaseOf({ record, shares }: Admission, holdId: string): Settlement {
  return { hold: { holdId, admittedAtMs: 0 }, shares, usage: recordOf(record) };
}

/** Settles a call whose instance died: its input is charged, since an upstream may have read it. */
export function orphanSettlement(held: HeldCall, holdId: string): Settlement {
  return {
    hold: { holdId, admittedAtMs: 0 },
    shares: held.shares.map(toShare),
    usage: {
      ...recordOf(held),
      status: 500,
      outcome: 'orphaned',
      errorCode: 'instance_lost',
      inputTokens: BigInt(held.inputTokens),
      estimated: true,
      costMicroCredits: BigInt(held.inputCostMicroCredits),
      charged: true,
    },
  };
}

function toShare([meterId, holdMicroCredits, holdTokens, purse, providerId]: HeldShare): MeterShare {
  return {
    meterId: BigInt(meterId),
    holdMicroCredits: BigInt(holdMicroCredits),
    holdTokens: BigInt(holdTokens),
    minuteTokens: 0n,
    purse,
    providerId,
  };
}
