import type { Status } from '../../components/status-label.tsx';
import type { ProviderHealth } from './queries.ts';

/** From this share of failed calls on a provider is worth a look, whatever its breakers say. */
const errorRateMost = 0.1;

/** The one word for how a provider does: what keeps calls away first, then what makes them fail. */
export function stateOf(provider: ProviderHealth): Status {
  const { enabled, stopped, breaker, reachable, models, errorRate, calls } = provider;
  if (!enabled) return 'disabled';
  if (stopped) return 'stopped';
  if (breaker !== 'closed') return breaker;
  if (reachable === false) return 'unreachable';
  if (isCapped(provider)) return 'capped';
  const isFailing = models.some((model) => model.breaker !== 'closed');
  if (isFailing || (errorRate ?? 0) >= errorRateMost) return 'degraded';
  return calls === 0 ? 'idle' : 'closed';
}

/** Whether it has served all the calls that it may today. */
export const isCapped = ({ dailyCap }: ProviderHealth) =>
  dailyCap !== null && dailyCap.used >= dailyCap.limit;

const fine: Status[] = ['closed', 'idle', 'disabled'];

/** Whether somebody should look at the provider. */
export const needsAttention = (provider: ProviderHealth) => !fine.includes(stateOf(provider));
