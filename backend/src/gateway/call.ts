import type { OutgoingHttpHeaders } from 'node:http';
import type { CandidateFate, FallbackReason } from '../lib/call-decisions.ts';
import type { Asked } from './asked.ts';
import type { Form } from './form/index.ts';
import type { Member } from './json-scan.ts';
import type { Hold, MeterShare, Outcome } from './money/items.ts';
import type { Price } from '../lib/call-cost.ts';
import type { PreviousResponse } from './response-origin.ts';
import type { Routed } from './route.ts';
import type { Caller } from './snapshots/callers.ts';
import type { Model, Provider, Route } from './snapshots/catalogue.ts';
import type { GrantRef, MeterRef } from './snapshots/meters.ts';
import type { TokenCounts, Units } from '../lib/token-counts.ts';
import type { UpstreamAnswer } from './upstream/types.ts';
import type { Gateway } from './gateway.ts';
import type { Incoming } from './incoming.ts';

/** What a request asks for, read once. */
export type Understood = Asked & {
  /** The body as it came, and where the members of its top level are. */
  bytes: Buffer;
  members: Member[];
  /** It has fields that may not be passed on, or fields that are there twice. */
  needsCleaning: boolean;
  /** The body as a form, where it is one: it has no members then. */
  form?: Form;
  /** The most that the client lets the call cost; null: it does not say. */
  maxCostMicroCredits: bigint | null;
  /** How long the client lets it wait in lines, all of them together; null: as long as any call may. */
  queueTimeoutMs: number | null;
  /** Calls of a key with the same one go the same way; null: none. */
  session: string | null;
  /** What it goes on from; null: nothing. */
  previousResponse: PreviousResponse | null;
};

/** What a call may do. */
export type Permitted = {
  caller: Caller;
  model: Model;
  price: Price;
  routes: Route[];
  /** All that the call moves, the account's own first. */
  meters: MeterRef[];
  /** Those of grants for this model, in the order in which they pay. */
  grants: GrantRef[];
  /** Where it is not the model that was asked for; null: it is. */
  standsIn: StandIn | null;
  /** The one provider that can serve it, since it goes on from a response of that; null: any. */
  boundTo: string | null;
};

/** What a model answers in place of. */
export type StandIn = {
  model: string;
  reason: FallbackReason;
  /** Its own call, where that was let in. */
  requestId: string | null;
  /** Its routes, where they were not even tried. */
  passedOver: { route: Route; fate: CandidateFate }[];
};

/** What was reserved for a call. */
export type Admitted = {
  hold: Hold;
  shares: MeterShare[];
  holdMicroCredits: bigint;
  /** The most tokens that each choice of the answer may have: what is held for, and what the upstream is told. */
  outputTokensEach: bigint;
  /** The most tokens of all the input and of all the output that are held for. */
  inputTokensMost: bigint;
  outputTokensMost: bigint;
  /** Output at which a stream would cost more than its client lets it; null: only what is held for bounds it. */
  outputTokensPayable: bigint | null;
  /** Where it may go: routes to providers whose limit is reached are left out. */
  routes: Route[];
  /** What the client is told of its limits with the answer. */
  headers: OutgoingHttpHeaders;
};

/** How a call ended at its upstream, before it is settled. */
export type Relayed = {
  outcome: Outcome;
  status: number;
  errorCode: string | null;
  provider: Provider | null;
  /** The upstream's own counts; null when it gave none. */
  usage: TokenCounts | null;
  /** More was said after those counts came. */
  saidMore: boolean;
  /** What was said, text by text, for counting when there are no counts. */
  outputTexts: () => string[];
  /** Bytes of what was said that nobody looked into. */
  unreadBytes: number;
  /** What came of what is counted beside tokens, as far as it is known. */
  units?: Partial<Units>;
  /** It was stopped because it said more than was held for. */
  isCutShort: boolean;
  /** The upstream produced or may have produced something: the call costs. */
  charged: boolean;
  firstTokenMs: number | null;
  /** Writes what is left for the client, once the cost is committed. */
  finish: (settled: Settled) => void;
};

/** How a call was answered, and by what it is settled. */
export type Answered = {
  incoming: Incoming;
  understood: Understood;
  permitted: Permitted;
  admitted: Admitted;
  /** Null: no route was needed. */
  routed: Routed | null;
  relayed: Relayed;
  /** What it came to, where that was settled before its end was known; null: not yet. */
  settled: Settled | null;
};

/** What a settled call came to. Estimated: some of its tokens were counted here, not by the upstream. */
export type Settled = { costMicroCredits: bigint; tokens: TokenCounts; estimated: boolean };

/** A call that was let in. */
export type AdmittedCall = {
  gateway: Gateway;
  incoming: Incoming;
  understood: Understood;
  permitted: Permitted;
  admitted: Admitted;
  /** How long it has waited in lines until now. */
  waitedMs: number;
};

/** What the parts of step 6 work on: an upstream that has begun to answer. */
export type Exchange = AdmittedCall & { provider: Provider; upstream: UpstreamAnswer };

/** The status of calls whose client left: nobody reads it but the usage record. */
export const clientClosedRequest = 499;
