import { plainArray } from './arrays.ts';
import type { Admission, MeterShare, Settlement } from './items.ts';

/** All that one round trip does to one meter row. */
type MeterMove = {
  admitted: number;
  ended: number;
  creditsHeld: bigint;
  creditsUsed: bigint;
  tokensHeld: bigint;
  tokensUsed: bigint;
  requestsUsed: number;
  minuteTokens: bigint;
  minuteBack: bigint;
  backSinceMs: number;
};

/** The meter parameters of `gateway_batch`: one array per column, ids ascending. */
export function meterParameters(admissions: Admission[], settlements: Settlement[]): string[] {
  // One lock order for all instances.
  const sorted = [...sumPerMeter(admissions, settlements)].sort(([a], [b]) => (a < b ? -1 : 1));
  const column = (pick: (move: MeterMove) => bigint | number) =>
    plainArray(sorted.map(([, move]) => pick(move)));
  return [
    plainArray(sorted.map(([id]) => id)),
    column((move) => move.admitted),
    column((move) => move.ended),
    column((move) => move.creditsHeld),
    column((move) => move.creditsUsed),
    column((move) => move.tokensHeld),
    column((move) => move.tokensUsed),
    column((move) => move.requestsUsed),
    column((move) => move.minuteTokens),
    column((move) => move.minuteBack),
    column((move) => move.backSinceMs),
  ];
}

function sumPerMeter(admissions: Admission[], settlements: Settlement[]): Map<bigint, MeterMove> {
  const moves = new Map<bigint, MeterMove>();
  const moveOf = (meterId: bigint): MeterMove => {
    let move = moves.get(meterId);
    if (!move) moves.set(meterId, (move = noMove()));
    return move;
  };
  for (const { shares } of admissions) {
    for (const share of shares) {
      const move = moveOf(share.meterId);
      move.admitted += 1;
      move.creditsHeld += share.holdMicroCredits;
      move.tokensHeld += share.holdTokens;
      move.minuteTokens += share.minuteTokens;
    }
  }
  for (const settlement of settlements) addSettlement(settlement, moveOf);
  return moves;
}

function noMove(): MeterMove {
  return {
    admitted: 0,
    ended: 0,
    creditsHeld: 0n,
    creditsUsed: 0n,
    tokensHeld: 0n,
    tokensUsed: 0n,
    requestsUsed: 0,
    minuteTokens: 0n,
    minuteBack: 0n,
    backSinceMs: Number.MAX_SAFE_INTEGER,
  };
}

function addSettlement({ shares, hold, usage }: Settlement, moveOf: (meterId: bigint) => MeterMove): void {
  const tokens = usage.inputTokens + usage.outputTokens;
  let unpaid = usage.costMicroCredits;
  for (const share of shares) {
    const move = moveOf(share.meterId);
    move.ended += 1;
    move.creditsHeld -= share.holdMicroCredits;
    move.tokensHeld -= share.holdTokens;
    if (share.minuteTokens > 0n && tokens !== share.minuteTokens) {
      move.minuteBack += tokens - share.minuteTokens;
      move.backSinceMs = Math.min(move.backSinceMs, hold.admittedAtMs);
    }
    if (!counts(share, usage.providerId)) continue;
    move.tokensUsed += tokens;
    if (usage.charged) move.requestsUsed += 1;
    const paid = paidBy(share, unpaid);
    if (share.purse !== null) unpaid -= paid;
    move.creditsUsed += share.purse === null ? usage.costMicroCredits : paid;
  }
}

/** A provider's meter counts the calls that it served, of those that were let in on it. */
function counts({ providerId }: MeterShare, servedBy: string | null): boolean {
  return providerId === null || providerId === servedBy;
}

/** What a purse pays of what is still unpaid: a grant up to what was held on it, the account everything. */
export function paidBy({ purse, holdMicroCredits }: MeterShare, unpaid: bigint): bigint {
  return purse === 'grant' && holdMicroCredits < unpaid ? holdMicroCredits : unpaid;
}
