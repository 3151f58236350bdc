import { admit, tryAdmit } from './admit.ts';
import type { Admitted, Gateway, Incoming, Permitted, Understood } from './call.ts';
import { GatewayError } from './errors.ts';
import { openingAsk } from './max-cost.ts';
import { permit } from './permit.ts';
import type { WorstCase } from './shares.ts';

/** What was let in: what was asked for, or the model that a budget falls back to. */
type LetIn = { permitted: Permitted; admitted: Admitted };

/**
 * Step 4, and what a budget says that falls back where it has no room: the call goes to another model if the same
 * caller may call that, it holds no more and finds room. If not, the call goes on as if there were no fallback.
 * @throws as `admit`
 */
export async function admitOrFallBack(
  gateway: Gateway,
  incoming: Incoming,
  understood: Understood,
  permitted: Permitted,
): Promise<LetIn> {
  const first = await tryAdmit(gateway, incoming, understood, permitted, incoming.surface.mayFallBack);
  if (!('modelId' in first)) return { permitted, admitted: first };
  const other = await findOther(gateway, incoming, understood, permitted, first.modelId, first.most);
  const admitted = other && (await admitOther(gateway, incoming, understood, other));
  if (other && admitted) return { permitted: other, admitted };
  return { permitted, admitted: await admit(gateway, incoming, understood, permitted) };
}

async function findOther(
  gateway: Gateway,
  incoming: Incoming,
  understood: Understood,
  { caller }: Permitted,
  modelId: string,
  most: WorstCase,
): Promise<Permitted | undefined> {
  const catalogue = await gateway.snapshots.catalogue();
  const modelName = catalogue.modelsById.get(modelId)?.name;
  if (modelName === undefined) return undefined;
  const kills = gateway.snapshots.killSwitches();
  return unlessRefused(() => {
    const other = permit(gateway, { caller, catalogue, kills }, { ...understood, modelName });
    return openingAsk(incoming, understood, other).most.microCredits <= most.microCredits ? other : undefined;
  });
}

async function admitOther(
  gateway: Gateway,
  incoming: Incoming,
  understood: Understood,
  other: Permitted,
): Promise<Admitted | undefined> {
  const admitted = await admit(gateway, incoming, understood, other).catch(ifRefused);
  return admitted && { ...admitted, headers: { ...admitted.headers, 'x-litemaas-fallback': 'budget' } };
}

function unlessRefused<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    return ifRefused(error);
  }
}

/** What only says no is no reason to fail; all else is. */
function ifRefused(error: unknown): undefined {
  if (!(error instanceof GatewayError) || error.code === 'database_unavailable') throw error;
  return undefined;
}
