import type OpenAI from 'openai';
import { parseCredits } from '../src/lib/credits.ts';
import { type Customer, createWorld, type UsageRow, type World } from './gateway-world.ts';
import type { Invoice } from './stand-ins/upstream-tokens.ts';

export type MediaRow = UsageRow & { token_details: Record<string, number> | null };

/** A customer of models for images or sound, by the names that the stand-in knows them under. */
export type MediaWorld = World & {
  customer: Customer;
  openai: OpenAI;
  named: (name: string) => string;
  newest: () => Promise<MediaRow>;
  add: (name: string, upstreamModel: string, fields?: object) => Promise<string>;
};

/** Odd numbers, so that rounding shows. */
export const unitPrices = {
  perOutputImageCredits: '40.000001',
  perInputSecondCredits: '0.100001',
  charactersPerMillionCredits: '15000.3',
};
export const tokenPrices = { inputPerMillionCredits: '333.333333', outputPerMillionCredits: '1234.567' };

/** What an invoice comes to at these prices, by hand: one rounding up per call. */
export function costOfInvoice(invoice: Invoice, prices: Record<string, string>): bigint {
  const amount = (name: string) => parseCredits(prices[`${name}Credits`] ?? '0');
  const millionths =
    BigInt(invoice.promptTokens) * amount('inputPerMillion') +
    BigInt(invoice.completionTokens) * amount('outputPerMillion') +
    BigInt(invoice.characters ?? 0) * amount('charactersPerMillion');
  return (
    amount('perRequest') +
    BigInt(invoice.images ?? 0) * amount('perOutputImage') +
    BigInt(invoice.seconds ?? 0) * amount('perInputSecond') +
    (millionths + 999_999n) / 1_000_000n
  );
}

export async function createMediaWorld(options?: Parameters<typeof createWorld>[0]): Promise<MediaWorld> {
  const world = await createWorld(options);
  const customer = await world.addCustomer([], '100000');
  const names = new Map<string, string>();
  return {
    ...world,
    customer,
    openai: customer.openai(),
    named(name) {
      const found = names.get(name);
      if (found === undefined) throw new Error(`no model ${name}`);
      return found;
    },
    newest: async () => (await world.usage(customer.accountId)).at(-1) as MediaRow,
    async add(name, upstreamModel, fields) {
      const model = await world.addModel(upstreamModel, fields);
      await customer.subscribe(model.id);
      names.set(name, model.name);
      return model.name;
    },
  };
}

/** Everything that a stream says, to its end. */
export async function eventsOf<Event>(stream: PromiseLike<AsyncIterable<Event>>): Promise<Event[]> {
  const events: Event[] = [];
  for await (const event of await stream) events.push(event);
  return events;
}
