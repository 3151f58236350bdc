import { callHeaders } from './call-headers.ts';
import {
  anthropicErrorReply,
  chatReply,
  chatRequest,
  completionsRequest,
  countTokensReply,
  countTokensRequest,
  embeddingsReply,
  embeddingsRequest,
  errorReply,
  messagesReply,
  messagesRequest,
  moderationsReply,
  moderationsRequest,
  rerankReply,
  rerankRequest,
  responsesReply,
  responsesRequest,
} from './schemas.ts';
import {
  formOf,
  imageEditFields,
  imagesReply,
  imagesRequest,
  soundReply,
  speechRequest,
  transcriptionFields,
  transcriptReply,
  translationFields,
} from './media-schemas.ts';
import type { Surface } from './surface.ts';
import { chatSurface } from './surfaces/chat.ts';
import { completionsSurface } from './surfaces/completions.ts';
import { embeddingsSurface } from './surfaces/embeddings.ts';
import { imageEditsSurface, imagesSurface } from './surfaces/images.ts';
import { messagesSurface } from './surfaces/messages.ts';
import { messagesCountSurface } from './surfaces/messages-count.ts';
import { moderationsSurface } from './surfaces/moderations.ts';
import { rerankSurface } from './surfaces/rerank.ts';
import { responsesSurface } from './surfaces/responses.ts';
import { speechSurface } from './surfaces/speech.ts';
import { transcriptionsSurface, translationsSurface } from './surfaces/transcriptions.ts';

/** What the documentation says of a route. */
export const docs = (
  summary: string,
  description: string,
  reply: object,
  body?: object,
  consumes?: readonly string[],
  error: object = errorReply,
) => ({
  tags: ['Gateway'],
  summary,
  description,
  security: [{ apiKey: [] }],
  ...(body && { headers: callHeaders, body }),
  ...(consumes && { consumes: [...consumes] }),
  response: { 200: reply, '4xx': error, '5xx': error },
});

type Call = { path: string; surface: Surface; schema: ReturnType<typeof docs> };

/** Every call that reaches a model, chat first. */
export const calls: [Call, ...Call[]] = [
  {
    path: '/v1/chat/completions',
    surface: chatSurface,
    schema: docs(
      'Chat completion',
      'The OpenAI chat completions API, JSON or streamed. Unknown fields are passed on to the model. The cost is in x-litemaas-cost-credits, or in usage.cost_credits of the last chunk of a stream that asks for usage.',
      chatReply,
      chatRequest,
    ),
  },
  {
    path: '/v1/completions',
    surface: completionsSurface,
    schema: docs(
      'Completion',
      'The older OpenAI completions API, JSON or streamed: texts or tokens that a model continues. Without max_tokens an answer has 16 tokens, as there. The cost comes as with chat.',
      chatReply,
      completionsRequest,
    ),
  },
  {
    path: '/v1/responses',
    surface: responsesSurface,
    schema: docs(
      'Response',
      'The OpenAI responses API, JSON or a stream of typed events. Nothing is kept here: previous_response_id goes on to the provider, and the whole context of the model is held for it. Tools that the server runs, background, stored prompts and conversations are refused. The cost is in x-litemaas-cost-credits, or in usage.cost_credits of the last event.',
      responsesReply,
      responsesRequest,
    ),
  },
  {
    path: '/v1/messages',
    surface: messagesSurface,
    schema: docs(
      'Message',
      'Anthropic’s messages API, JSON or streamed, also with models of other providers: it is translated then, and what they have nothing like is refused. The key goes in x-api-key or as a bearer token. Errors are in the shape of that API, with our code in error.details.error_code. Tools that the server runs are refused. The cost is in x-litemaas-cost-credits, or in usage.cost_credits of the last message_delta.',
      messagesReply,
      messagesRequest,
      undefined,
      anthropicErrorReply,
    ),
  },
  {
    path: '/v1/messages/count_tokens',
    surface: messagesCountSurface,
    schema: docs(
      'Tokens of messages',
      'How many tokens the input of a message has, as Anthropic’s API counts it. It costs nothing; what such a call might cost has to be there all the same.',
      countTokensReply,
      countTokensRequest,
      undefined,
      anthropicErrorReply,
    ),
  },
  {
    path: '/v1/embeddings',
    surface: embeddingsSurface,
    schema: docs('Embeddings', 'The OpenAI embeddings API.', embeddingsReply, embeddingsRequest),
  },
  {
    path: '/v1/moderations',
    surface: moderationsSurface,
    schema: docs(
      'Moderation',
      'The OpenAI moderations API: texts or images. Charged by the call or by input, whichever the model has a price for.',
      moderationsReply,
      moderationsRequest,
    ),
  },
  {
    path: '/v1/rerank',
    surface: rerankSurface,
    schema: docs(
      'Rerank',
      'Documents by how well they answer a query, in the shape of Cohere and Jina. Charged by the call or by input, whichever the model has a price for.',
      rerankReply,
      rerankRequest,
    ),
  },
  {
    path: '/v1/images/generations',
    surface: imagesSurface,
    schema: docs(
      'Images',
      'The OpenAI images API, JSON or a stream of images that get finer. Charged by the image, by tokens, or both, whichever the model has prices for. The cost is in x-litemaas-cost-credits, or in usage.cost_credits of the last event.',
      imagesReply,
      imagesRequest,
    ),
  },
  {
    path: '/v1/images/edits',
    surface: imageEditsSurface,
    schema: docs(
      'Image edits',
      'The same with images to begin with: a form with "image" once or several times, and perhaps a "mask".',
      imagesReply,
      ...formOf(imageEditFields),
    ),
  },
  {
    path: '/v1/audio/speech',
    surface: speechSurface,
    schema: docs(
      'Speech',
      'The OpenAI speech API: sound as it is made, or a stream of events where stream_format is "sse". Charged by characters, seconds or tokens. The cost of sound is in the usage record; also in x-litemaas-cost-credits where it came in one piece.',
      soundReply,
      speechRequest,
    ),
  },
  {
    path: '/v1/audio/transcriptions',
    surface: transcriptionsSurface,
    schema: docs(
      'Transcription',
      'The OpenAI transcriptions API: a form with a file of sound; JSON, a text, subtitles, or a stream of events. Charged by seconds or tokens; a length that nobody states is guessed from the bytes.',
      transcriptReply,
      ...formOf(transcriptionFields),
    ),
  },
  {
    path: '/v1/audio/translations',
    surface: translationsSurface,
    schema: docs(
      'Translation',
      'The same, in English, and never streamed.',
      transcriptReply,
      ...formOf(translationFields),
    ),
  },
];
