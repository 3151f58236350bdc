import { newId } from '../../lib/ids.ts';
import type { Admission, Settlement } from './items.ts';
import { plainArray, textArray } from './arrays.ts';
import { meterParameters, paidBy } from './meter-moves.ts';

/** The parameters of `gateway_batch` after the instance, in order. */
export type BatchParameters = (string | null)[];

/**
 * Sums a batch per meter and lays it out as the arrays `gateway_batch` takes.
 * @param holdId id of the hold row for the admissions, or null when there are none
 * @param finishedHolds hold rows whose calls have all settled with this batch
 */
export function batchParameters(
  admissions: Admission[],
  settlements: Settlement[],
  holdId: string | null,
  finishedHolds: string[],
): BatchParameters {
  return [
    ...meterParameters(admissions, settlements),
    holdId,
    holdId === null ? null : JSON.stringify(admissions.map(({ record }) => record)),
    ...usageParameters(settlements),
    textArray(finishedHolds),
  ];
}

function usageParameters(settlements: Settlement[]): string[] {
  const records = settlements.map(({ usage }) => usage);
  type Record = (typeof records)[number];
  const postings = postPerAccount(settlements);
  const text = (pick: (record: Record) => string | null) => textArray(records.map(pick));
  const plain = (pick: (record: Record) => bigint | number | boolean | null) => plainArray(records.map(pick));
  return [
    text((r) => r.requestId),
    plain((r) => r.createdAtMs),
    text((r) => r.accountId),
    text((r) => r.projectId),
    text((r) => r.keyId),
    text((r) => r.userId),
    text((r) => r.modelId),
    text((r) => r.modelName),
    text((r) => r.providerId),
    text((r) => r.providerName),
    text((r) => r.surface),
    plain((r) => r.stream),
    plain((r) => r.status),
    text((r) => r.outcome),
    text((r) => r.errorCode),
    plain((r) => r.inputTokens),
    plain((r) => r.cachedInputTokens),
    plain((r) => r.outputTokens),
    plain((r) => r.estimated),
    plain((r) => r.costMicroCredits),
    plain((r) => r.holdMicroCredits),
    plain((r) => r.priceId),
    plain((r) => r.latencyMs),
    plain((r) => r.firstTokenMs),
    text((r) => (r.costMicroCredits > 0n ? (postings.get(r.accountId)?.transactionId ?? null) : null)),
    text((r) => r.tokenDetails),
    plain((r) => r.charged),
    ...ledgerParameters(postings),
    ...consumptionParameters(settlements, postings),
  ];
}

type Posting = { transactionId: string; amountMicroCredits: bigint; calls: number };

/** One ledger transaction per account and batch; calls that cost nothing post nothing. */
function postPerAccount(settlements: Settlement[]): Map<string, Posting> {
  const postings = new Map<string, Posting>();
  for (const { usage } of settlements) {
    if (usage.costMicroCredits === 0n) continue;
    const posting = postings.get(usage.accountId) ?? {
      transactionId: newId('ltx'),
      amountMicroCredits: 0n,
      calls: 0,
    };
    posting.amountMicroCredits += usage.costMicroCredits;
    posting.calls += 1;
    postings.set(usage.accountId, posting);
  }
  return postings;
}

function ledgerParameters(postings: Map<string, Posting>): string[] {
  const rows = [...postings];
  return [
    textArray(rows.map(([, posting]) => posting.transactionId)),
    textArray(rows.map(([accountId]) => accountId)),
    plainArray(rows.map(([, posting]) => posting.amountMicroCredits)),
    plainArray(rows.map(([, posting]) => posting.calls)),
  ];
}

/** What grants with a meter of their own pay of the postings. Such a meter is of one account, so it pays one of them. */
function consumptionParameters(settlements: Settlement[], postings: Map<string, Posting>): string[] {
  const paid = new Map<bigint, { transactionId: string; amountMicroCredits: bigint }>();
  for (const { shares, usage } of settlements) {
    const posting = postings.get(usage.accountId);
    let unpaid = usage.costMicroCredits;
    for (const share of shares) {
      if (share.purse !== 'grant' || unpaid === 0n || !posting) break;
      const { amountMicroCredits = 0n } = paid.get(share.meterId) ?? {};
      const amount = paidBy(share, unpaid);
      unpaid -= amount;
      paid.set(share.meterId, {
        transactionId: posting.transactionId,
        amountMicroCredits: amountMicroCredits + amount,
      });
    }
  }
  const rows = [...paid];
  return [
    textArray(rows.map(([, { transactionId }]) => transactionId)),
    plainArray(rows.map(([meterId]) => meterId)),
    plainArray(rows.map(([, { amountMicroCredits }]) => amountMicroCredits)),
  ];
}
