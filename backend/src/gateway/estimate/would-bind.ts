import { apiScope } from '../../lib/meters.ts';
import { showStanding } from '../../lib/meter-standings.ts';
import type { Ask } from '../ask.ts';
import type { Permitted } from '../call.ts';
import { sharesOf } from '../shares.ts';
import type { MeterRef } from '../snapshots/meters.ts';
import { byRefusal, hasRoom, wantedOf } from './pretend.ts';
import type { MeterStanding } from './queries.ts';
import type { Binding } from './schemas.ts';

type Bound = { meter: MeterRef; standing: MeterStanding; wanted: bigint };

/**
 * The limits that a call would have to keep. Those that have no room for it come in the order in which it would
 * be told of them, then those that would be the next; of limits of all accounts neither amounts nor place tell how
 * much others have used.
 */
export function wouldBind(permitted: Permitted, ask: Ask, standings: MeterStanding[]): Binding[] {
  const shares = new Map(sharesOf(permitted, { ...ask, purses: [] }).map((share) => [share.meterId, share]));
  const meters = new Map(permitted.meters.map((meter) => [meter.id, meter]));
  const bounds = withGrants(permitted, standings).flatMap((standing): Bound[] => {
    const share = shares.get(standing.meter_id);
    const wanted = share ? wantedOf(share, standing.unit) : 0n;
    return wanted > 0n ? [{ meter: meters.get(standing.meter_id) as MeterRef, standing, wanted }] : [];
  });
  const [refusing, others] = [false, true].map((has) =>
    bounds.filter(({ standing, wanted }) => hasRoom(standing, wanted) === has),
  ) as [Bound[], Bound[]];
  return [...refusing.sort(byRefusal), ...others.sort(byRoom)].map(toBinding);
}

/** How often more the call would find room; limits of all accounts last. */
function byRoom(a: Bound, b: Bound): number {
  const shared = Number(a.standing.is_shared) - Number(b.standing.is_shared);
  const times = ({ standing: { used, held, limit }, wanted }: Bound) =>
    ((limit - used - held) * 1_000n) / wanted;
  if (shared !== 0 || a.standing.is_shared) return shared;
  return times(a) < times(b) ? -1 : times(a) > times(b) ? 1 : 0;
}

/** The balance with the grants in it that would pay: together they are what the call is paid from. */
function withGrants({ meters, grants }: Permitted, standings: MeterStanding[]): MeterStanding[] {
  const grantIds = new Set(grants.map(({ id }) => id));
  const open = standings.filter(({ meter_id: id, limit }) => grantIds.has(id) && limit > 0n);
  return standings.map((standing) =>
    standing.meter_id === meters[0]?.id && standing.unit === 'credits'
      ? open.reduce(
          (sum, { used, held, limit }) => ({
            ...sum,
            used: sum.used + used,
            held: sum.held + held,
            limit: sum.limit + limit,
          }),
          standing,
        )
      : standing,
  );
}

function toBinding({ meter, standing, wanted }: Bound): Binding {
  // A key speaks for an account, never for an admin of the platform.
  const { unit, used, held, limit, remaining, resetsAt } = showStanding(standing, false);
  return {
    scope: apiScope(meter.scope) as Binding['scope'],
    scope_id: meter.scopeId,
    budget_id: meter.budgets[unit]?.id ?? null,
    unit,
    used,
    held,
    limit,
    resets_at: resetsAt,
    room: remaining,
    has_room: hasRoom(standing, wanted),
  };
}

/** The ids of all meters that say whether a call has room. */
export const meterIdsOf = ({ meters, grants }: Permitted): bigint[] =>
  [...meters, ...grants].map(({ id }) => id);
