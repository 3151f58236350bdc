import { type TProperties, type TSchema, Type } from '@sinclair/typebox';

/** A request body: a field nobody knows is refused, since a typo must not become "no limit". */
export const Body = <Properties extends TProperties>(properties: Properties) =>
  Type.Object(properties, { additionalProperties: false });

/** Absent values are null, never 0. */
export const Nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);

/** One of a few words. */
export const OneOf = <const Words extends readonly string[]>(words: Words, description?: string) =>
  Type.Unsafe<Words[number]>({ type: 'string', enum: words, ...(description && { description }) });

/** Credits in a request: a decimal string with up to 6 places; negative only where the route says so. */
export const CreditsInput = Type.String({ pattern: '^\\d{1,12}(\\.\\d{1,6})?$', examples: ['250'] });
export const SignedCreditsInput = Type.String({
  pattern: '^-?\\d{1,12}(\\.\\d{1,6})?$',
  examples: ['-12.5'],
});

/** Credits in a reply: a decimal string. */
export const Credits = Type.String({ description: 'Credits as a decimal string', examples: ['249.998'] });

/** Why something is done, which somebody will read: 3 characters or more, spaces around them not counted. */
export const Reason = (description?: string, maxLength = 500) =>
  Type.String({
    minLength: 3,
    maxLength,
    pattern: '\\S[\\s\\S]+\\S',
    ...(description && { description }),
  });

export const Time = Type.String({ format: 'date-time', description: 'RFC 3339, UTC' });

export const PageQuery = {
  limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
  cursor: Type.Optional(Type.String({ maxLength: 200, description: 'nextCursor of the page before' })),
};

/** A list reply without pages. */
export const List = <Schema extends TSchema>(item: Schema) => Type.Object({ data: Type.Array(item) });

/** A page of a list; `nextCursor` is null on the last one. */
export const Page = <Schema extends TSchema>(item: Schema) =>
  Type.Object({ data: Type.Array(item), nextCursor: Nullable(Type.String()) });

/** A reply that is a file of CSV; routes send it as a stream. */
export const Csv = Type.Unsafe<unknown>({
  description: 'A file of CSV',
  content: { 'text/csv': { schema: { type: 'string' } } },
});

/** A reply of plain text. */
export const PlainText = Type.Unsafe<unknown>({
  description: 'Plain text',
  content: { 'text/plain': { schema: { type: 'string' } } },
});

const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    code: Type.String(),
    requestId: Type.String(),
    errors: Type.Optional(Type.Array(Type.Object({ path: Type.String(), message: Type.String() }))),
  },
  { description: 'RFC 9457 problem details; `code` is the stable part' },
);

/** The replies of a route: its own, and the shared shape of every error. */
export const replies = <Ok extends Record<number, TSchema>>(ok: Ok) => ({
  ...ok,
  '4xx': Problem,
  '5xx': Problem,
});
