import type { Batcher } from '../money/batcher.ts';
import type { AdmissionResult, MeterShare, RefusedUnit } from '../money/items.ts';
import type { MeterStanding } from './queries.ts';

/** In the order in which an admission looks at them (migration 0007). */
const units: RefusedUnit[] = ['credits', 'requests', 'tokens', 'concurrency', 'rpm', 'tpm'];

/** What a call would take of a limit of one of its meters. */
export function wantedOf(share: MeterShare, unit: RefusedUnit): bigint {
  if (unit === 'credits') return share.holdMicroCredits;
  if (unit === 'tokens') return share.holdTokens;
  if (unit === 'tpm') return share.minuteTokens;
  return 1n;
}

/** Whether what is wanted has room. */
export const hasRoom = ({ used, held, limit }: MeterStanding, wanted: bigint) =>
  wanted === 0n || used + held + wanted <= limit;

type Asked = { standing: MeterStanding; wanted: bigint };

/** Of limits without room: the one first that an admission names, by the order of gateway_admit_exact. */
export function byRefusal(a: Asked, b: Asked): number {
  const stays = ({ standing: { used, limit }, wanted }: Asked) => (used + wanted > limit ? 0 : 1);
  const isConcurrency = ({ standing }: Asked) => (standing.unit === 'concurrency' ? 1 : 0);
  return (
    stays(a) - stays(b) ||
    isConcurrency(a) - isConcurrency(b) ||
    compare(b.standing.resets_ms ?? never, a.standing.resets_ms ?? never) ||
    compare(a.standing.meter_id, b.standing.meter_id) ||
    units.indexOf(a.standing.unit) - units.indexOf(b.standing.unit)
  );
}

const never = 1n << 62n;
const compare = (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Decides as an admission does, by how the meters stand, and takes nothing.
 * @param standingsOf all limits of a meter
 * @param onRefused hears of the limit that each no is for
 */
export function pretendAdmission(
  standingsOf: (meterIds: bigint[]) => Promise<MeterStanding[]>,
  onRefused: (standing: MeterStanding) => void,
): Batcher['admit'] {
  return async ({ shares }): Promise<AdmissionResult> => {
    const shareOf = new Map(shares.map((share) => [share.meterId, share]));
    const [refused] = (await standingsOf([...shareOf.keys()]))
      .map((standing) => ({
        standing,
        wanted: wantedOf(shareOf.get(standing.meter_id) as MeterShare, standing.unit),
      }))
      .filter(({ standing, wanted }) => !hasRoom(standing, wanted))
      .sort(byRefusal);
    if (!refused)
      return { admitted: true, hold: { holdId: '', admittedAtMs: Date.now() }, minutes: new Map() };
    const { meter_id: meterId, unit, used, held, limit, resets_in_ms: resetsInMs } = refused.standing;
    onRefused(refused.standing);
    const resetsMs = resetsInMs === null ? null : Number(resetsInMs);
    return { admitted: false, refusal: { meterId, unit, used, held, limit, resetsMs } };
  };
}
