/** The fields of `after` that say something else than in `before`: a change that leaves the others to whoever changes them. */
export function changedFields<Body extends object>(before: Body, after: Body): Partial<Body> {
  const same = (name: keyof Body) => JSON.stringify(before[name]) === JSON.stringify(after[name]);
  return Object.fromEntries(
    Object.entries(after).filter(([name]) => !same(name as keyof Body)),
  ) as Partial<Body>;
}
