import { type TProperties, Type } from '@sinclair/typebox';

/* What the documentation shows of images and sound; see schemas.ts. */
const open = { additionalProperties: true };

/** The body and content type of a form. */
export const formOf = (fields: TProperties) => [Type.Object(fields, open), ['multipart/form-data']] as const;

const File = (description: string) => Type.Unsafe<unknown>({ type: 'string', format: 'binary', description });

const imageFields = {
  model: Type.String({ examples: ['sim-image'] }),
  prompt: Type.String(),
  n: Type.Optional(Type.Integer({ minimum: 1, maximum: 128, description: 'Images; all are held for' })),
  size: Type.Optional(Type.String({ examples: ['1024x1024'] })),
  quality: Type.Optional(Type.String()),
  response_format: Type.Optional(Type.String({ description: 'url or b64_json' })),
  stream: Type.Optional(Type.Boolean()),
  partial_images: Type.Optional(Type.Integer({ minimum: 0, maximum: 10 })),
};
export const imagesRequest = Type.Object(imageFields, open);
export const imageEditFields = {
  image: File('An image; there may be several, also as image[]'),
  mask: Type.Optional(File('Which part of it may change')),
  ...imageFields,
};
export const imagesReply = Type.Object(
  {
    created: Type.Integer(),
    data: Type.Array(Type.Object({}, open)),
    usage: Type.Optional(Type.Object({}, open)),
  },
  open,
);

export const speechRequest = Type.Object(
  {
    model: Type.String({ examples: ['sim-audio'] }),
    input: Type.String({ description: 'The text to speak' }),
    voice: Type.Any({ description: 'Name of a voice that the model has' }),
    instructions: Type.Optional(Type.String()),
    response_format: Type.Optional(Type.String({ examples: ['wav', 'mp3'] })),
    speed: Type.Optional(Type.Number({ minimum: 0.25, maximum: 4 })),
    stream_format: Type.Optional(Type.String({ description: 'audio or sse' })),
  },
  open,
);
export const soundReply = Type.Unsafe<unknown>({ type: 'string', format: 'binary' });

export const translationFields = {
  model: Type.String({ examples: ['sim-audio'] }),
  file: File('Sound, up to 32 MiB with the rest of the form'),
  prompt: Type.Optional(Type.String()),
  response_format: Type.Optional(Type.String({ description: 'json, text, srt, verbose_json or vtt' })),
  temperature: Type.Optional(Type.Number()),
};
export const transcriptionFields = {
  ...translationFields,
  language: Type.Optional(Type.String()),
  stream: Type.Optional(Type.Boolean()),
};
export const transcriptReply = Type.Object(
  { text: Type.String(), usage: Type.Optional(Type.Object({}, open)) },
  open,
);
