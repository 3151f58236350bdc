/** What one call takes of one meter when it is admitted. */
export type MeterShare = {
  meterId: bigint;
  holdMicroCredits: bigint;
  holdTokens: bigint;
  /** Tokens it takes of the current minute. */
  minuteTokens: bigint;
  /** Meters that pay, in the order of a call's shares: grants up to what was held on them, the account the rest. Null: one that only counts. */
  purse: 'grant' | 'account' | null;
  /** Counts only when this provider served the call; null: always. */
  providerId: string | null;
};

/** A call that asks to be let in. `record` is what a sweeper needs to settle it if this instance dies. */
export type Admission = { requestId: string; shares: MeterShare[]; record: HeldCall };

/** A share as `holds.calls` keeps it. */
export type HeldShare = [
  meterId: string,
  holdMicroCredits: string,
  holdTokens: string,
  purse: MeterShare['purse'],
  providerId: string | null,
];

/** Stored in `holds.calls`, so plain JSON: bigints as strings. */
export type HeldCall = {
  requestId: string;
  accountId: string;
  projectId: string;
  keyId: string | null;
  userId: string | null;
  modelId: string;
  modelName: string;
  surface: string;
  stream: boolean;
  createdAtMs: number;
  priceId: string;
  holdMicroCredits: string;
  inputTokens: string;
  inputCostMicroCredits: string;
  shares: HeldShare[];
};

export type RefusedUnit = 'credits' | 'requests' | 'tokens' | 'concurrency' | 'rpm' | 'tpm';

/** Why a call is not let in: a meter without room. */
export type Refusal = {
  meterId: bigint;
  unit: RefusedUnit;
  used: bigint;
  held: bigint;
  limit: bigint;
  /** Milliseconds until the window ends; null where it never does. */
  resetsMs: number | null;
};

/** What an admitted call carries until it settles. */
export type Hold = { holdId: string; admittedAtMs: number };

/** How a meter's current minute stood right after an admission. */
export type Minute = { startMs: number; requestsUsed: bigint; tokensUsed: bigint };

/** An admission that found room on all its meters. */
export type Accepted = {
  admitted: true;
  hold: Hold;
  /** By meter, of those with rate limits; shared by all calls of a batch. */
  minutes: Map<bigint, Minute>;
};
export type AdmissionResult = Accepted | { admitted: false; refusal: Refusal };

export type Outcome = 'success' | 'error' | 'aborted' | 'orphaned';

/** One finished call, as it is written to `usage_records`. */
export type UsageRecord = {
  requestId: string;
  createdAtMs: number;
  accountId: string;
  projectId: string;
  keyId: string | null;
  userId: string | null;
  modelId: string;
  modelName: string;
  providerId: string | null;
  providerName: string | null;
  surface: string;
  stream: boolean;
  status: number;
  outcome: Outcome;
  errorCode: string | null;
  inputTokens: bigint;
  cachedInputTokens: bigint;
  outputTokens: bigint;
  estimated: boolean;
  costMicroCredits: bigint;
  holdMicroCredits: bigint;
  priceId: bigint;
  latencyMs: number;
  firstTokenMs: number | null;
  /** What the counts consist of, as JSON; null when nothing is known of it. */
  tokenDetails: string | null;
  /** It counts as a request and may cost: an upstream produced something, or may have. */
  charged: boolean;
  /** How it found its way, as JSON (lib/call-decisions.ts); null: there is nothing to tell. */
  decision: string | null;
};

/** A call that ends: its hold goes, its cost comes. `shares` are those of its admission. */
export type Settlement = { hold: Hold; shares: MeterShare[]; usage: UsageRecord };
