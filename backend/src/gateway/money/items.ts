/** What one call takes of one meter when it is admitted. Tokens count for rate windows only. */
export type MeterShare = { meterId: bigint; holdMicroCredits: bigint; tokens: bigint };

/** A call that asks to be let in. `record` is what a sweeper needs to settle it if this instance dies. */
export type Admission = { requestId: string; shares: MeterShare[]; record: HeldCall };

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
  /** The account's balance row; null where the call holds no credits (free models). */
  accountMeterId: string | null;
  holdMicroCredits: string;
  inputTokens: string;
  inputCostMicroCredits: string;
};

/** Why a call is not let in: the first meter without room. */
export type Refusal = {
  meterId: bigint;
  unit: 'credits' | 'requests' | 'tokens';
  used: bigint;
  held: bigint;
  limit: bigint;
  /** Milliseconds until the window ends; null where it never does. */
  resetsMs: number | null;
};

/** What an admitted call carries until it settles. */
export type Hold = { holdId: string; admittedAtMs: number };
export type AdmissionResult = { admitted: true; hold: Hold } | { admitted: false; refusal: Refusal };

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
};

/** A call that ends: its hold goes, its cost comes. `shares` are those of its admission. */
export type Settlement = {
  hold: Hold;
  shares: MeterShare[];
  accountMeterId: bigint | null;
  usage: UsageRecord;
};
