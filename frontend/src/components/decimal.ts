const scale = 1_000_000n;

/** Micro-units of a decimal string with up to 6 places: `"-1.5"` → -1500000n. Throws a RangeError on any other text. */
export function toMicro(decimal: string): bigint {
  const parts = /^(-?)(\d+)(?:\.(\d{1,6}))?$/.exec(decimal);
  if (!parts) throw new RangeError(`"${decimal}" is not a decimal with up to 6 places.`);
  const [, sign = '', whole = '', fraction = ''] = parts;
  const magnitude = BigInt(whole) * scale + BigInt(fraction.padEnd(6, '0'));
  return sign ? -magnitude : magnitude;
}

/** The decimal string of `units` with `places` decimals: (1500n, 3) → `"1.500"`. */
export function toDecimal(units: bigint, places: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0');
  const text = `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  return units < 0n ? `-${text}` : text;
}

/** Units of the 12th place of the product of two decimal strings with up to 6 places: exact. */
export function multiply(a: string, b: string): bigint {
  return toMicro(a) * toMicro(b);
}

/** Change from `before` to `now` as a fraction (0.25 = +25 %); null when there was nothing before. */
export function changeOf(now: string, before: string): number | null {
  const from = toMicro(before);
  if (from === 0n) return null;
  return Number(((toMicro(now) - from) * 10_000n) / from) / 10_000;
}
