const microPerCredit = 1_000_000n;
/** What a credit is worth to price lists in US dollars: 1 credit = 0.001 USD. */
const creditsPerUsd = 1000n;
/** What one credit is worth in US dollars. */
export const creditUsd = '0.001';
const decimal = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** Micro-credits as the API shows credits: a decimal string without trailing zeros, such as `249.998`. */
export function formatCredits(microCredits: bigint): string {
  const sign = microCredits < 0n ? '-' : '';
  const absolute = microCredits < 0n ? -microCredits : microCredits;
  const fraction = (absolute % microPerCredit).toString().padStart(6, '0').replace(/0+$/, '');
  return `${sign}${absolute / microPerCredit}${fraction && `.${fraction}`}`;
}

/** The same for a value that may be absent. */
export function formatOptionalCredits(microCredits: bigint | null): string | null {
  return microCredits === null ? null : formatCredits(microCredits);
}

/** Credits as sent by a client (a decimal string with up to 6 places, checked by the schema) in micro-credits. */
export function parseCredits(credits: string): bigint {
  return scaleDecimal(credits, 6);
}

/**
 * `value × 10^places` as an integer, rounded up (away from zero), without floating point.
 * Takes plain and exponent notation (`2.4e-05`), as upstream price lists use.
 * @throws RangeError when `value` is not a decimal number.
 */
export function scaleDecimal(value: string, places: number): bigint {
  const match = decimal.exec(value);
  if (!match) throw new RangeError(`not a decimal number: ${value}`);
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const shift = places - fraction.length + Number(exponent);
  const digits = BigInt(whole + fraction);
  const divisor = shift < 0 ? 10n ** BigInt(-shift) : 1n;
  const scaled = shift >= 0 ? digits * 10n ** BigInt(shift) : (digits + divisor - 1n) / divisor;
  return sign ? -scaled : scaled;
}

/** US dollars per token (a decimal number as text, such as `2.4e-05`) as micro-credits per million tokens, rounded up. */
export function usdPerTokenToMicroCreditsPerMillion(usdPerToken: string): bigint {
  const guardDigits = 30;
  const scale = 10n ** BigInt(guardDigits - 12);
  return (scaleDecimal(usdPerToken, guardDigits) * creditsPerUsd + scale - 1n) / scale;
}
