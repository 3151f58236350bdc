import {
  type BasicPart,
  missingParts,
  type PriceAmounts,
  type PriceList,
  type PriceTier,
  stepFor,
  stepsOf,
} from './price-list.ts';
import { inputParts, noUnits, outputParts, type TokenCounts, type Units } from './token-counts.ts';

type Amounts = { [Amount in keyof PriceAmounts]: bigint };

/** What every part costs in a call with more input than `aboveInputTokens`, after all fallbacks. */
type Step = Amounts & {
  aboveInputTokens: bigint;
  dearest: Record<'text' | 'media' | 'output', bigint>;
  /** The prices of a million tokens by what they are: put together once, not for every call. */
  perMillion: Record<TokenPart, bigint>;
  /** Some of what is charged one by one has a price. */
  hasUnits: boolean;
};

type TokenPart = (typeof anyInputParts)[number] | (typeof anyOutputParts)[number];

/** A price row as calls are rated by it. */
export type Price = {
  id: bigint;
  free: boolean;
  steps: Step[];
  /** Some token has a price. */
  chargesTokens: boolean;
  /** Calls that are charged by these are refused. */
  missing: BasicPart[];
};

/** What text of the input may be charged as, what media may, and what the output may. */
const textInputParts = ['input', 'cachedInput', 'cacheWrite', 'longCacheWrite'] as const;
const anyInputParts = ['input', ...inputParts] as const;
const anyOutputParts = ['output', ...outputParts] as const;
const unitParts = ['perOutputImage', 'perInputSecond', 'perOutputSecond', 'charactersPerMillion'] as const;

/** A price list ready to rate calls. */
export function toPrice(id: bigint, list: PriceList): Price {
  const steps = stepsOf(list).map(toStep);
  return {
    id,
    free: list.free,
    steps,
    chargesTokens: steps.some(({ dearest }) => dearest.media > 0n || dearest.output > 0n),
    missing: missingParts(list),
  };
}

function toStep(tier: PriceTier): Step {
  const entries = Object.entries(tier).map(([part, amount]) => [part, amount ?? 0n]);
  const amounts = Object.fromEntries(entries) as Amounts & { aboveInputTokens: bigint };
  const dearestOf = (parts: typeof anyInputParts | typeof textInputParts | typeof anyOutputParts) =>
    parts.map((part) => amounts[`${part}PerMillionMicroCredits`]).reduce(larger);
  const dearest = {
    text: dearestOf(textInputParts),
    media: dearestOf(anyInputParts),
    output: dearestOf(anyOutputParts),
  };
  const perMillion = Object.fromEntries(
    [...anyInputParts, ...anyOutputParts].map((part) => [part, amounts[`${part}PerMillionMicroCredits`]]),
  ) as Record<TokenPart, bigint>;
  const hasUnits = unitParts.some((part) => amounts[`${part}MicroCredits`] > 0n);
  return { dearest, perMillion, hasUnits, ...amounts };
}

const million = 1_000_000n;
/** More than any account has. Sums of a whole batch of such amounts still fit into a bigint column. */
const mostMicroCredits = 9_000_000_000_000_000n;

/**
 * The cost of a call in micro-credits: per request, per image and other unit, and every token once at the price of
 * its part, by the step that the whole of the input reaches. Rounded up once, to the next micro-credit.
 */
export function costMicroCredits(price: Price, tokens: TokenCounts): bigint {
  if (price.free) return 0n;
  const step = stepFor(price.steps, tokens.input);
  const input = costPerMillion(step, tokens, 'input', inputParts);
  return total(step, tokens.images, tokens, input + costPerMillion(step, tokens, 'output', outputParts));
}

/** Whether any of these units has a price. */
export const chargesUnits = ({ steps }: Price, units: Units) =>
  steps.some((step) => step.hasUnits && costOfUnits(step, units) > 0n);

/** What units cost, in millionths of a micro-credit. */
function costOfUnits(step: Step, units: Units): bigint {
  const whole =
    units.outputImages * step.perOutputImageMicroCredits +
    units.inputSeconds * step.perInputSecondMicroCredits +
    units.outputSeconds * step.perOutputSecondMicroCredits;
  return whole * million + units.characters * step.charactersPerMillionMicroCredits;
}

function costPerMillion(
  step: Step,
  tokens: TokenCounts,
  whole: 'input' | 'output',
  parts: typeof inputParts | typeof outputParts,
): bigint {
  let plain = tokens[whole];
  let cost = 0n;
  for (const part of parts) {
    const count = tokens[part];
    if (count === 0n) continue;
    plain -= count;
    cost += count * step.perMillion[part];
  }
  return cost + plain * step.perMillion[whole];
}

/**
 * The most a call can cost: all tokens at the dearest price that can apply to them, by the dearest step that
 * the input can reach. Only media can be charged as audio or images; any output can.
 */
export function worstCaseMicroCredits(
  price: Price,
  {
    inputTokensMost,
    mediaTokensMost,
    images,
  }: { inputTokensMost: bigint; mediaTokensMost: bigint; images: bigint },
  outputTokensMost: bigint,
  units: Units = noUnits,
): bigint {
  if (price.free) return 0n;
  return price.steps
    .filter(({ aboveInputTokens }, index) => index === 0 || inputTokensMost > aboveInputTokens)
    .map((step) => {
      const text = (inputTokensMost - mediaTokensMost) * step.dearest.text;
      const media = mediaTokensMost * step.dearest.media;
      return total(step, images, units, text + media + outputTokensMost * step.dearest.output);
    })
    .reduce(larger);
}

function total(step: Step, images: bigint, units: Units, ofTokens: bigint): bigint {
  const perMillion = step.hasUnits ? ofTokens + costOfUnits(step, units) : ofTokens;
  const perCall = step.perRequestMicroCredits + images * step.perImageMicroCredits;
  const cost = perCall + (perMillion + million - 1n) / million;
  return cost < mostMicroCredits ? cost : mostMicroCredits;
}

const larger = (a: bigint, b: bigint) => (a > b ? a : b);
