const tickCount = 4;
const niceSteps = [1, 2, 2.5, 5, 10];

/** Round numbers from zero to a little above the highest bar; whole ones for what is counted. */
export function axisTicks(highest: number, isCount: boolean): number[] {
  if (highest <= 0) return [0, 1];
  const least = (highest * 1.1) / tickCount;
  const power = 10 ** Math.floor(Math.log10(least));
  const nice = (niceSteps.find((step) => step * power >= least) ?? 10) * power;
  const step = isCount ? Math.ceil(nice) : nice;
  const count = Math.floor(highest / step) + 1;
  // Without the last digits, which multiplication makes up.
  return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}
