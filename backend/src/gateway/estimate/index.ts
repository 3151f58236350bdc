import { costMicroCredits } from '../../lib/call-cost.ts';
import { formatCredits } from '../../lib/credits.ts';
import { noTokens } from '../../lib/token-counts.ts';
import { type Ask, firstAsk } from '../ask.ts';
import { authenticate } from '../authenticate.ts';
import type { Admitted, Permitted, Understood } from '../call.ts';
import type { Gateway } from '../gateway.ts';
import type { Incoming } from '../incoming.ts';
import { decideFresh } from '../decide-fresh.ts';
import { GatewayError } from '../errors.ts';
import { fail } from '../fail.ts';
import { admitOrFallBack, permitOrStandIn } from '../fall-back.ts';
import { openingAsk } from '../max-cost.ts';
import { send } from '../reply.ts';
import { pretendAdmission } from './pretend.ts';
import { type MeterStanding, selectMedianOutput, selectStandings } from './queries.ts';
import { readEstimate } from './read.ts';
import type { EstimateReply } from './schemas.ts';
import { meterIdsOf, wouldBind } from './would-bind.ts';

/** What an answer comes to that nothing is known of. */
const outputTokensByRule = 256n;

/**
 * `POST /v1/estimate`: what a call would cost, and whether it would be let in. It goes the way of the call as far as
 * its admission, which decides as always but takes nothing.
 */
export async function answerEstimate(gateway: Gateway, incoming: Incoming): Promise<void> {
  try {
    const sender = await authenticate(gateway, incoming);
    const { surface, understood } = await readEstimate(incoming);
    const caller = gateway.snapshots.isCurrent(sender) ? sender : await authenticate(gateway, incoming);
    const asked = await decideFresh(gateway, incoming, caller, (known) =>
      permitOrStandIn(gateway, { surface }, known, understood),
    );
    const body = await estimate(gateway, { ...incoming, surface }, understood, asked);
    const headers = { 'content-type': 'application/json', 'x-request-id': incoming.requestId };
    send(incoming.response, 200, headers, JSON.stringify(body));
  } catch (error) {
    fail(gateway, incoming, error);
  }
}

async function estimate(
  gateway: Gateway,
  incoming: Incoming,
  understood: Understood,
  asked: Permitted,
): Promise<EstimateReply> {
  const decision = await decide(gateway, incoming, understood, asked);
  const { permitted = asked, admitted, refusal } = decision;
  const opening = openingOf(incoming, understood, asked);
  const { inputTokensMost, outputTokensMost } = admitted ?? opening;
  const worst = admitted?.holdMicroCredits ?? opening.most.microCredits;
  const [standings, median] = await Promise.all([
    selectStandings(gateway.db, meterIdsOf(asked)),
    selectMedianOutput(gateway.db, asked.caller.accountId, permitted.model.id, incoming.surface.name),
  ]);
  const likely = least(median ?? outputByRule(understood), outputTokensMost);
  const { inputTokensLikely: input, images, media } = understood;
  const counts = { ...noTokens, ...media?.likely, input, output: likely, images };
  const expected = costMicroCredits(permitted.price, counts);
  const lowered = admitted?.headers['x-litemaas-max-tokens'];
  return {
    model: permitted.model.name,
    provider_class: (admitted ?? permitted).routes[0]!.provider.class,
    input_tokens_most: Number(inputTokensMost),
    input_tokens_likely: Number(input),
    output_tokens_most: Number(outputTokensMost),
    output_tokens_likely: Number(likely),
    output_likely_from: median === null ? 'rule' : 'recent_calls',
    worst_case_credits: formatCredits(worst),
    expected_credits: formatCredits(least(expected, worst)),
    ...(lowered !== undefined && { lowered: { max_tokens: Number(lowered) } }),
    would_bind: wouldBind(asked, opening, standings),
    allowed: refusal === undefined,
    ...(refusal && { error: refusal }),
  };
}

function outputByRule({ choices, media }: Understood): bigint {
  return media?.outputTokens ? media.outputTokens(media.likely) : outputTokensByRule * choices;
}

type Decision = { permitted?: Permitted; admitted?: Admitted; refusal?: EstimateReply['error'] };

/** What an admission would say now. @throws what is wrong with the request itself */
async function decide(
  gateway: Gateway,
  incoming: Incoming,
  understood: Understood,
  asked: Permitted,
): Promise<Decision> {
  let refusedBy: MeterStanding | undefined;
  const admit = pretendAdmission(
    (meterIds) => selectStandings(gateway.db, meterIds),
    (standing) => (refusedBy = standing),
  );
  const pretending = { ...gateway, batcher: { ...gateway.batcher, admit }, onAdmitted: () => {} };
  try {
    return await admitOrFallBack(pretending, incoming, understood, asked);
  } catch (error) {
    if (!(error instanceof GatewayError) || (error.status !== 402 && error.status !== 429)) throw error;
    return { refusal: toRefusal(error, refusedBy?.is_shared ?? false) };
  }
}

/** How much others have used is not for the author of an estimate. */
function toRefusal({ status, message, type, code, param, details }: GatewayError, isShared: boolean) {
  const shown = isShared ? { ...details, used: null, held: null } : details;
  return { status, message, type, code, param, ...(details && { details: shown }) };
}

/** What the call asks for at first; where that is more than its client lets it cost, all that it may come to. */
function openingOf(incoming: Incoming, understood: Understood, asked: Permitted): Ask {
  try {
    return openingAsk(incoming, understood, asked);
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    return firstAsk(understood, asked);
  }
}

const least = (a: bigint, b: bigint) => (a < b ? a : b);
