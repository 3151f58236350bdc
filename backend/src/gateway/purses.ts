import type { Permitted } from './call.ts';
import type { Refusal } from './money/items.ts';

/** How often others may take what was left of a grant, each time before this call, until it is told to wait. */
const refusalsMost = 50;

/** A grant that may pay for a call: it is asked for everything until it says how much room it has. */
export type Purse = { meterId: bigint; refusal: Refusal | null; refusals: number };

/** The grants that fit a call, in the order in which they pay. */
export function pursesFor({ grants, price }: Permitted): Purse[] {
  return price.free ? [] : grants.map(({ id }) => ({ meterId: id, refusal: null, refusals: 0 }));
}

/** The purses as far as `refusal` is of one of them and it may be asked again; undefined when it is not. */
export function afterRefusal(purses: Purse[], refusal: Refusal): Purse[] | undefined {
  const refused = purses.find(({ meterId }) => meterId === refusal.meterId);
  if (!refused || refused.refusals === refusalsMost) return undefined;
  return purses.map((purse) =>
    purse === refused ? { ...purse, refusal, refusals: purse.refusals + 1 } : purse,
  );
}

/** What a call holds on each of its grants; the account has the rest. */
export function holdsOnPurses(
  purses: Purse[],
  microCredits: bigint,
): { meterId: bigint; holdMicroCredits: bigint }[] {
  let left = microCredits;
  return purses.flatMap(({ meterId, refusal }) => {
    const room = refusal ? roomOf(refusal) : left;
    const holdMicroCredits = room < left ? room : left;
    left -= holdMicroCredits;
    return holdMicroCredits > 0n ? [{ meterId, holdMicroCredits }] : [];
  });
}

/** The refusal of a balance with the grants in it: together they are what the call could have been paid from. */
export function withPurses(refusal: Refusal, purses: Purse[], { meters }: Permitted): Refusal {
  if (refusal.meterId !== meters[0]?.id || refusal.unit !== 'credits') return refusal;
  // A grant that was closed meanwhile has nothing for anybody who comes now.
  const open = purses.flatMap(({ refusal: own }) => (own && own.limit > 0n ? [own] : []));
  return open.reduce(
    (sum, { used, held, limit }) => ({
      ...sum,
      used: sum.used + used,
      held: sum.held + held,
      limit: sum.limit + limit,
    }),
    refusal,
  );
}

function roomOf({ used, held, limit }: Refusal): bigint {
  const room = limit - used - held;
  return room > 0n ? room : 0n;
}
