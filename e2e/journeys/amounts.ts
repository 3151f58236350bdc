import type { Locator } from '@playwright/test';

/** The first amount of a text such as `-0.015 -$0.00`, in millionths of a credit. */
export function toMicro(text: string): bigint {
  const found = /[-−+]?[\d,]+(\.\d+)?/.exec(text)?.[0];
  if (!found) throw new Error(`No amount in "${text}"`);
  const [whole = '', fraction = ''] = found.replace(/[,+\-−]/g, '').split('.');
  const micro = BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(6, '0').slice(0, 6));
  return /^[-−]/.test(found) ? -micro : micro;
}

/** Sum of the amounts in the last cells of table rows. */
export async function sumOfLastCells(rows: Locator): Promise<bigint> {
  const texts = await rows.evaluateAll((them) => them.map((row) => row.lastElementChild?.textContent ?? ''));
  return texts.map(toMicro).reduce((sum, micro) => sum + micro, 0n);
}
