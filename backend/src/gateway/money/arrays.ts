/*
 * PostgreSQL array literals, built by hand: handing JavaScript arrays to pg doubles the client's cost of a
 * batch (docs/adr/0002).
 */

/** Numbers, bigints, booleans and nulls need no quotes. */
export function plainArray(values: readonly (bigint | number | boolean | null)[]): string {
  return `{${values.map((value) => value ?? 'NULL').join(',')}}`;
}

const needsQuotes = /[^\w.:-]|^null$|^$/i;

/** Text: quoted where it is not a plain word. */
export function textArray(values: readonly (string | null)[]): string {
  return `{${values.map(textElement).join(',')}}`;
}

function textElement(value: string | null): string {
  if (value === null) return 'NULL';
  return needsQuotes.test(value) ? `"${value.replace(/["\\]/g, '\\$&')}"` : value;
}
