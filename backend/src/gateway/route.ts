import type { Admitted } from './call.ts';
import type { Provider, Route } from './snapshots/catalogue.ts';

/**
 * Step 5: in which order routes are tried. Those whose provider is crowded come last. Else lower `order` first; among
 * equals a draw by weight, so that traffic is shared in that proportion.
 */
export function orderRoutes(
  { routes }: Pick<Admitted, 'routes'>,
  isCrowded: (provider: Provider) => boolean,
  random: () => number = Math.random,
): Route[] {
  if (routes.length === 1) return routes;
  // The exponential trick for weighted sampling without replacement (Efraimidis and Spirakis, 2006).
  const drawn = routes.map((route) => ({
    route,
    isCrowded: isCrowded(route.provider),
    draw: -Math.log(1 - random()) / route.weight,
  }));
  return drawn
    .sort(
      (a, b) => Number(a.isCrowded) - Number(b.isCrowded) || a.route.order - b.route.order || a.draw - b.draw,
    )
    .map(({ route }) => route);
}
