/**
 * What became of a route that a call could have taken. served: it answered; failed: it was asked, and did not;
 * breaker_open, queue_full, queue_timeout: not asked, since it keeps failing, or all its slots are busy; crowded: too
 * many wait there; daily_cap: what it may serve a day is used up; stopped: by a kill switch; not_in_plan: cloud;
 * other_origin: it has not made the response that the call goes on from; not_needed: another one came first.
 */
export const candidateFates = [
  'served',
  'failed',
  'breaker_open',
  'queue_full',
  'queue_timeout',
  'crowded',
  'daily_cap',
  'stopped',
  'not_in_plan',
  'other_origin',
  'not_needed',
] as const;
export type CandidateFate = (typeof candidateFates)[number];

/** Why another model answered: a budget fell back to it, or none of the routes of the one asked for could serve. */
export const fallbackReasons = ['budget', 'unavailable'] as const;
export type FallbackReason = (typeof fallbackReasons)[number];

/** How a call found its way, as it is stored: candidates in the order in which they were considered. */
export type CallDecision = {
  candidates: {
    model: string;
    provider: string;
    upstreamModel: string;
    order: number;
    fate: CandidateFate;
  }[];
  /** One after the other; `candidate` is an index, `status` the provider's own, `code` of the error that came of it. */
  attempts: { candidate: number; ms: number; status: number | null; code: string | null }[];
  /** The model that was asked for, where another one answered. */
  askedFor: { model: string; reason: FallbackReason; requestId: string | null } | null;
};
