import { addCounts } from '../../lib/latency-buckets.ts';
import { type BreakerState, breakerStates, type ProviderFigures } from '../../lib/provider-figures.ts';

/** What several instances know of a provider, as one: counts are added, of states the worst holds. */
export function mergeFigures(parts: ProviderFigures[]): ProviderFigures {
  const sum = (pick: (part: ProviderFigures) => number) => parts.reduce((all, part) => all + pick(part), 0);
  return {
    reachable: worstReach(parts.map(({ reachable }) => reachable)),
    connection: worst(parts.map(({ connection }) => connection)),
    models: mergeModels(parts.flatMap(({ models }) => models)),
    running: sum(({ running }) => running),
    waiting: sum(({ waiting }) => waiting),
    calls: sum(({ calls }) => calls),
    failedCalls: sum(({ failedCalls }) => failedCalls),
    firstByte: addCounts(parts.map(({ firstByte }) => firstByte)),
    lastFailure: parts
      .map(({ lastFailure }) => lastFailure)
      .reduce((last, one) => ((one?.atMs ?? 0) > (last?.atMs ?? 0) ? one : last), null),
  };
}

/** One instance that cannot reach it is reason enough to look. */
function worstReach(known: (boolean | null)[]): boolean | null {
  if (known.includes(false)) return false;
  return known.includes(true) ? true : null;
}

const worst = (states: BreakerState[]): BreakerState =>
  states.reduce<BreakerState>(
    (bad, state) => (breakerStates.indexOf(state) > breakerStates.indexOf(bad) ? state : bad),
    'closed',
  );

function mergeModels(models: ProviderFigures['models']): ProviderFigures['models'] {
  const names = [...new Set(models.map(({ upstreamModel }) => upstreamModel))].sort();
  return names.map((upstreamModel) => ({
    upstreamModel,
    breaker: worst(
      models.filter((model) => model.upstreamModel === upstreamModel).map(({ breaker }) => breaker),
    ),
  }));
}
