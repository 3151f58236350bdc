import { priceParts } from '../src/lib/price-list.ts';

/** A price list as replies show it: the parts given, and null for the others. */
export const shownPrices = (parts: object) => ({
  free: false,
  ...shownParts({}),
  tiers: [],
  ...parts,
});

/** The amounts of a price list or a tier as replies show them. */
export const shownParts = (parts: object) => ({
  ...Object.fromEntries(priceParts.map((part) => [`${part}Credits`, null])),
  ...parts,
});
