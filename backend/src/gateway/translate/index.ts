import type { Admitted, Understood } from '../call.ts';
import { invalidRequest } from '../errors.ts';
import type { Provider, Route } from '../snapshots/catalogue.ts';
import type { Surface } from '../surface.ts';
import { upstreamBody } from '../upstream-body.ts';
import type { Body, Translation } from './translation.ts';

export { inCallersWords, madeHere } from './callers-words.ts';

/** How a call is put to this provider; null: as it came. @throws 400 where it cannot be */
export function translationFor(
  { translationFor: find, upstreamPath }: Surface,
  provider: Provider,
): Translation | null {
  if (find) return find(provider);
  if (provider.kind !== 'anthropic') return null;
  throw invalidRequest(`The provider of this model has nothing like ${upstreamPath}.`, 'model');
}

/** The body that the provider gets: what it would get untranslated, in its words. @throws 400 */
export function translatedBody(
  translation: Translation,
  surface: Surface,
  understood: Understood,
  admitted: Admitted,
  route: Route,
): Buffer {
  const body = JSON.parse(upstreamBody(surface, understood, admitted, route).toString()) as Body;
  return Buffer.from(JSON.stringify(translation.request(body)));
}
