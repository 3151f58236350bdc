import { toHeldShare } from '../src/gateway/shares.ts';
import type { Admission, Hold, MeterShare, Settlement, UsageRecord } from '../src/gateway/money/items.ts';
import { recordOf } from '../src/gateway/money/release.ts';
import { newId } from '../src/lib/ids.ts';
import type { Owners } from './money-world.ts';

/** What calls of tests are charged for their input, when nothing else is known of them. */
export const inputCostMicroCredits = 5n;

/** A call that asks to be let in, on all meters of its owners; `granted` of it is held on grants. */
export function makeAdmission(
  owners: Owners,
  holdMicroCredits: bigint,
  holdTokens: bigint,
  granted: { shares: MeterShare[]; left: bigint } = { shares: [], left: holdMicroCredits },
): Admission {
  const own = owners.meterIds.map((meterId, index): MeterShare => ({
    meterId,
    holdMicroCredits: index === 0 ? granted.left : holdMicroCredits,
    holdTokens,
    minuteTokens: 0n,
    purse: index === 0 ? 'account' : null,
    providerId: meterId === owners.meterIds.at(-1) ? owners.providerId : null,
  }));
  const shares = [...granted.shares, ...own];
  const requestId = newId('req');
  const { accountId, projectId, keyId, userId, modelId } = owners;
  return {
    requestId,
    shares,
    record: {
      ...{ requestId, accountId, projectId, keyId, userId, modelId, modelName: modelId },
      surface: 'test',
      stream: false,
      createdAtMs: Date.now(),
      priceId: '1',
      holdMicroCredits: holdMicroCredits.toString(),
      inputTokens: '3',
      inputCostMicroCredits: inputCostMicroCredits.toString(),
      shares: shares.map(toHeldShare),
    },
  };
}

/** The end of a call that was let in. */
export function makeSettlement(
  { record, shares }: Admission,
  hold: Hold,
  usage: Partial<UsageRecord>,
): Settlement {
  return {
    hold,
    shares,
    usage: {
      ...recordOf(record),
      outcome: 'success',
      errorCode: null,
      status: 200,
      charged: true,
      ...usage,
    },
  };
}
