import { noUnits } from '../../lib/token-counts.ts';
import type { Asked } from '../asked.ts';
import { readUsage } from '../dialects/index.ts';
import { invalidRequest } from '../errors.ts';
import { FormFile } from '../form/index.ts';
import { likelyTokens } from '../input-text.ts';
import { imageTokensMost } from '../media.ts';
import type { AnswerShape, Surface } from '../surface.ts';
import { isTrue, mostChoices, optionalCount, requireModelName, requireText } from './fields.ts';
import { imagesStream } from './images-stream.ts';
import { openaiErrors } from './openai-errors.ts';

/*
 * What an image takes of the output of models that count it in tokens: OpenAI's from 196 to 6,240, at 4,160 for a
 * large square; a model's own longest answer bounds it where that is less. A partial image is 100 more.
 */
const outputTokensMost = 16_384n;
const outputTokensLikely = 4_160n;
const partialTokens = 100n;
const mostPartial = 10;

const imagesAnswer: AnswerShape = {
  read({ valueOf, isList }) {
    const images = isList('data') ? (valueOf('data') as unknown[]).length : 0;
    return {
      usage: readUsage('openai', valueOf('usage')),
      error: valueOf('error') ?? null,
      hasContent: images > 0,
      units: { outputImages: BigInt(images) },
    };
  },
  textsOf: () => [],
};

const shared = {
  // An image of another model is another image.
  mayFallBack: false,
  ownFields: new Set<string>(),
  boundField: null,
  answer: imagesAnswer,
  errors: openaiErrors,
} as const;

/** OpenAI image generations: JSON, or a stream of images that get finer. */
export const imagesSurface: Surface = {
  ...shared,
  name: 'images.generations',
  upstreamPath: 'images/generations',
  stream: imagesStream('image_generation'),
  understand: (body, bodyBytes) => readImages(body, bodyBytes, imagesBeside(body)),
};

/** OpenAI image edits: a form with one image or several, and perhaps a mask. */
export const imageEditsSurface: Surface = {
  ...shared,
  name: 'images.edits',
  upstreamPath: 'images/edits',
  isForm: true,
  stream: imagesStream('image_edit'),
  understand(body, bodyBytes) {
    const images = [body.image].flat();
    if (!images.every((image) => image instanceof FormFile))
      throw invalidRequest('"image" must be a file, or several.', 'image');
    refuseAddresses(body);
    return readImages(body, bodyBytes, images.length + (body.mask === undefined ? 0 : 1));
  },
};

const addresses = ['images', 'image_url', 'file_id', 'image_file_id'];

/** Nobody could tell what lies there; files at the provider belong to the operator's account. @throws 400 */
function refuseAddresses(body: Record<string, unknown>): void {
  const found = addresses.find((name) => body[name] !== undefined);
  if (found !== undefined) throw invalidRequest('Send images as files, in "image".', found);
}

/** Images to begin with, as some servers take them in JSON: how many there are. */
function imagesBeside(body: Record<string, unknown>): number {
  return ['image', 'images', 'image_url', 'mask'].flatMap((name) => body[name] ?? []).length;
}

function readImages(body: Record<string, unknown>, textBytes: number, images: number): Asked {
  const prompt = requireText(body, 'prompt');
  const count = optionalCount(body, 'n', mostChoices) ?? 1n;
  const partial = readPartial(body);
  const units = { ...noUnits, outputImages: count };
  const imageTokens = BigInt(images) * imageTokensMost;
  return {
    modelName: requireModelName(body),
    stream: isTrue(body, 'stream'),
    wantsUsage: false,
    streamOptions: null,
    inputTokensMost: BigInt(textBytes) + imageTokens,
    inputTokensLikely: likelyTokens([prompt]),
    mediaTokensMost: imageTokens,
    images: BigInt(images),
    inputField: 'prompt',
    unboundedPart: null,
    boundFields: [],
    outputTokensMost: outputTokensMost + partial * partialTokens,
    besideTokensMost: 0n,
    chargedParts: ['images'],
    choices: count,
    countInput: ({ count: tokensOf }) => tokensOf([prompt]),
    media: {
      most: units,
      likely: units,
      inputTokens: BigInt(images) * likelyImageTokens,
      outputTokens: ({ outputImages }) => outputImages * (outputTokensLikely + partial * partialTokens),
      answers: null,
    },
  };
}

/** OpenAI's count for a large square. */
const likelyImageTokens = 4_160n;

/** @throws 400 */
function readPartial(body: Record<string, unknown>): bigint {
  return body.partial_images === 0 ? 0n : (optionalCount(body, 'partial_images', mostPartial) ?? 0n);
}
