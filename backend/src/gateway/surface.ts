import type { Asked } from './asked.ts';
import type { Settled } from './call.ts';
import type { GatewayError } from './errors.ts';
import type { Provider } from './snapshots/catalogue.ts';
import type { TokenCounts, Units } from '../lib/token-counts.ts';
import type { Translation } from './translate/translation.ts';

/** What tells one kind of call from another; the pipeline does the rest. */
export type Surface = {
  name: string;
  /** Path below the provider's base, such as `chat/completions`. */
  upstreamPath: string;
  /** Requests are multipart/form-data; absent: JSON. */
  isForm?: true;
  /** Another model may answer in place of the one that is asked for. */
  mayFallBack: boolean;
  /** Fields that go on here, and nowhere else. */
  ownFields: ReadonlySet<string>;
  /** The one word in which a provider is told how long the answer may be; null: answers have no tokens of their own. */
  boundField: ((provider: Provider) => string) | null;
  /** What else of a body that thinks must be set where its answer was bounded to less than it asked for. */
  fitToBound?: (body: Record<string, unknown>, bound: bigint) => Record<string, string>;
  /**
   * How a call is put to this provider; null: it speaks this API itself. Absent: the API is OpenAI's,
   * and goes only where that is spoken. @throws GatewayError 400
   */
  translationFor?: (provider: Provider) => Translation | null;
  /** What is answered here, since providers of this kind have nothing like it; null: they are asked. */
  answerHere?: (asked: Asked, kind: Provider['kind']) => Promise<object> | null;
  /** Calls cost nothing: what they might is held all the same, so that nobody asks without end. */
  isFree?: true;
  /** The header in which this API tells the id of a call, beside ours. */
  requestIdHeader?: string;
  /** @param bodyBytes length of the body as it came; of a form, of its texts. @throws GatewayError 400 */
  understand: (body: Record<string, unknown>, bodyBytes: number) => Asked;
  /** Requests may go on from an earlier answer, which only its provider knows. */
  linksResponses?: true;
  answer: AnswerShape;
  /** Null: answers are never streamed. */
  stream: StreamShape | null;
  errors: ErrorShape;
};

/** The top level of a whole answer; what is in its texts and lists may come from anybody. */
export type AnswerMembers = {
  valueOf: (key: string) => unknown;
  /** Whether a member is a list; long ones are not parsed. */
  isList: (key: string) => boolean;
};

/** What a whole answer is, as far as it matters here. */
export type Answer = {
  usage: TokenCounts | null;
  /** Null: none. */
  error: unknown;
  /** It has what was asked for. */
  hasContent: boolean;
  /** What it says of what is counted beside tokens. */
  units?: Partial<Units>;
};

/** How a whole answer is read. */
export type AnswerShape = {
  read: (members: AnswerMembers) => Answer;
  /** What it says, text by text: counted where the upstream does not say. */
  textsOf: (answer: Record<string, unknown>) => string[];
};

/** The JSON of a stream's event. */
export type Chunk = Record<string, unknown>;

/** What an event has beside text. */
export type Sign = {
  /** The error that it reports; null: none. */
  failure: unknown;
  /** What was counted until here; null: nothing that could be believed. */
  usage: TokenCounts | null;
  /** It says nothing but that, so it can wait until the call is settled. */
  waits: boolean;
  /** Nothing after it counts; what waits already is what the stream ends with. */
  isLast: boolean;
};

/** Puts together what a stream says, chunk by chunk. */
export type StreamSaid = {
  add: (chunk: Chunk | null) => void;
  texts: () => string[];
  /** How much was said, in bytes of text. */
  bytes: () => number;
  /** The answer told why it ended. */
  gaveReason: () => boolean;
  /** What came of what is counted beside tokens; undefined: nothing. */
  units?: () => Partial<Units> | undefined;
};

/** How a settled stream ends. */
export type Ending = {
  settled: Settled;
  wantsUsage: boolean;
  /** It was stopped because it said more than was held for. */
  isCutShort: boolean;
  /** The upstream's own last words on usage, which waited. */
  heldChunk: Chunk | null;
};

/** How a stream is read as it passes. `said` is dear, and asked only where it is needed. */
export type StreamShape<Said extends StreamSaid = StreamSaid> = {
  /** Finds events with more than text among bytes of them; in text these words would have escaped quotes. */
  moreThanText: RegExp;
  /** The data of the event that ends the stream; null: it ends with a sign. */
  endMark: string | null;
  /** @param counted what the events before it have counted */
  look: (chunk: Chunk, counted: TokenCounts | null) => Sign | null;
  createSaid: () => Said;
  lastEvents(ending: Ending, said: () => Said): string;
  /** The last events of a stream that failed. */
  errorEvents(error: GatewayError, said: () => Said): string;
};

/** How errors look on the wire. */
export type ErrorShape = {
  body: (error: GatewayError, requestId?: string) => string;
  /** In a stream that has begun. */
  event: (error: GatewayError) => string;
};
