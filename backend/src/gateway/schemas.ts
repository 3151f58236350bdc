import { Type } from '@sinclair/typebox';

/*
 * What the gateway's documentation shows. The wire shapes belong to the vendors: nothing here checks or
 * strips anything.
 */
const open = { additionalProperties: true };

export const chatRequest = Type.Object(
  {
    model: Type.String({ examples: ['sim-echo'] }),
    messages: Type.Array(
      Type.Object(
        {
          role: Type.String(),
          content: Type.Optional(Type.Any({ description: 'text, or parts (text, image_url, …)' })),
        },
        open,
      ),
    ),
    stream: Type.Optional(Type.Boolean()),
    max_tokens: Type.Optional(
      Type.Integer({
        minimum: 1,
        description: 'Bounds the answer, and with it what is reserved while the call runs',
      }),
    ),
  },
  open,
);
export const chatReply = Type.Object(
  {
    id: Type.String(),
    object: Type.String(),
    created: Type.Integer(),
    model: Type.String(),
    choices: Type.Array(Type.Object({}, open)),
    usage: Type.Optional(Type.Object({}, open)),
  },
  open,
);
export const completionsRequest = Type.Object(
  {
    model: Type.String({ examples: ['sim-echo'] }),
    prompt: Type.Any({ description: 'a text, tokens, or a list of these' }),
    suffix: Type.Optional(Type.String({ description: 'what comes after the answer' })),
    echo: Type.Optional(Type.Boolean({ description: 'The answer begins with the prompt' })),
    n: Type.Optional(Type.Integer({ minimum: 1, maximum: 128, description: 'Answers to each prompt' })),
    stream: Type.Optional(Type.Boolean()),
    max_tokens: Type.Optional(Type.Integer({ minimum: 1, default: 16 })),
  },
  open,
);
export const responsesRequest = Type.Object(
  {
    model: Type.String({ examples: ['sim-echo'] }),
    input: Type.Any({ description: 'a text, or items (messages, calls of tools, their outputs, …)' }),
    instructions: Type.Optional(Type.String()),
    stream: Type.Optional(Type.Boolean()),
    max_output_tokens: Type.Optional(
      Type.Integer({ minimum: 1, description: 'Bounds the answer, thinking included, and what is reserved' }),
    ),
    previous_response_id: Type.Optional(
      Type.String({ description: 'Of an answer that the provider has kept; needs a known context length' }),
    ),
    tools: Type.Optional(
      Type.Array(Type.Object({}, open), { description: 'Of the type function or custom' }),
    ),
  },
  open,
);
export const responsesReply = Type.Object(
  {
    id: Type.String(),
    object: Type.String(),
    created_at: Type.Integer(),
    status: Type.String({ examples: ['completed', 'incomplete'] }),
    model: Type.String(),
    output: Type.Array(Type.Object({}, open)),
    usage: Type.Optional(Type.Object({}, open)),
  },
  open,
);
const messagesInput = {
  model: Type.String({ examples: ['sim-echo'] }),
  messages: Type.Array(
    Type.Object(
      {
        role: Type.String(),
        content: Type.Any({ description: 'text, or blocks (text, image, tool_result, …)' }),
      },
      open,
    ),
  ),
  system: Type.Optional(Type.Any({ description: 'text, or blocks of text' })),
  tools: Type.Optional(Type.Array(Type.Object({}, open), { description: 'Tools that the client runs' })),
};
export const messagesRequest = Type.Object(
  {
    ...messagesInput,
    max_tokens: Type.Integer({
      minimum: 1,
      description: 'Bounds the answer, thinking included, and with it what is reserved',
    }),
    stream: Type.Optional(Type.Boolean()),
  },
  open,
);
export const messagesReply = Type.Object(
  {
    id: Type.String(),
    type: Type.String(),
    role: Type.String(),
    model: Type.String(),
    content: Type.Array(Type.Object({}, open)),
    stop_reason: Type.Union([Type.String(), Type.Null()]),
    usage: Type.Object({}, open),
  },
  open,
);
export const countTokensRequest = Type.Object(messagesInput, open);
export const countTokensReply = Type.Object({ input_tokens: Type.Integer() }, open);
export const anthropicErrorReply = Type.Object({
  type: Type.Literal('error'),
  error: Type.Object(
    {
      type: Type.String(),
      message: Type.String(),
      details: Type.Object({ error_code: Type.String() }, open),
    },
    { description: 'The error shape of Anthropic’s API; `details.error_code` is the stable part' },
  ),
  request_id: Type.Optional(Type.String()),
});
export const embeddingsRequest = Type.Object(
  {
    model: Type.String({ examples: ['sim-embed'] }),
    input: Type.Any({ description: 'a text, a list of texts, or tokens' }),
  },
  open,
);
export const embeddingsReply = Type.Object(
  { object: Type.String(), model: Type.String(), data: Type.Array(Type.Object({}, open)) },
  open,
);
export const moderationsRequest = Type.Object(
  {
    model: Type.String({ examples: ['sim-moderation'] }),
    input: Type.Any({ description: 'a text, a list of texts, or parts (text, image_url)' }),
  },
  open,
);
export const moderationsReply = Type.Object(
  { id: Type.String(), model: Type.String(), results: Type.Array(Type.Object({}, open)) },
  open,
);
export const rerankRequest = Type.Object(
  {
    model: Type.String({ examples: ['sim-rerank'] }),
    query: Type.String(),
    documents: Type.Array(Type.Any({ description: 'a text, or an object of texts' }), { minItems: 1 }),
    top_n: Type.Optional(Type.Integer({ minimum: 1, description: 'How many results come back' })),
    return_documents: Type.Optional(Type.Boolean()),
  },
  open,
);
export const rerankReply = Type.Object(
  {
    id: Type.Optional(Type.String()),
    results: Type.Array(
      Type.Object(
        { index: Type.Integer({ description: 'In documents' }), relevance_score: Type.Number() },
        open,
      ),
    ),
    meta: Type.Optional(Type.Object({}, open)),
    usage: Type.Optional(Type.Object({}, open)),
  },
  open,
);
export const modelReply = Type.Object({
  id: Type.String(),
  object: Type.Literal('model'),
  created: Type.Integer(),
  owned_by: Type.String(),
});
export const modelsReply = Type.Object({ object: Type.Literal('list'), data: Type.Array(modelReply) });
export const errorReply = Type.Object({
  error: Type.Object(
    {
      message: Type.String(),
      type: Type.String(),
      code: Type.String(),
      param: Type.Union([Type.String(), Type.Null()]),
      details: Type.Optional(Type.Object({}, open)),
    },
    { description: 'The OpenAI error shape; `code` is the stable part' },
  ),
});
