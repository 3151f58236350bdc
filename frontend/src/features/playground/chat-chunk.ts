/** What one chunk of a streamed chat completion brings; absent parts are null. */
export type Chunk = {
  text: string;
  finishReason: string | null;
  usage: Usage | null;
  error: { code: string; message: string | null } | null;
};

export type Usage = {
  inputTokens: number | null;
  outputTokens: number | null;
  /** Decimal string of credits. */
  costCredits: string | null;
};

/** The OpenAI shape, of which an upstream may leave out or null any part. */
type Wire = {
  choices?: { delta?: { content?: string | null } | null; finish_reason?: string | null }[] | null;
  usage?: { prompt_tokens?: number; completion_tokens?: number; cost_credits?: string } | null;
  error?: { code?: string | null; type?: string | null; message?: string } | null;
};

const broken: Chunk = {
  text: '',
  finishReason: null,
  usage: null,
  error: { code: 'upstream_error', message: null },
};

function parse(data: string): Wire | null {
  try {
    return JSON.parse(data) as Wire | null;
  } catch {
    return null;
  }
}

/** Reads the data of one event; what is no JSON object counts as a broken stream. */
export function readChunk(data: string): Chunk {
  const wire = parse(data);
  if (typeof wire !== 'object' || wire === null) return broken;
  const { choices, usage, error } = wire;
  const choice = choices?.[0];
  return {
    text: choice?.delta?.content ?? '',
    finishReason: choice?.finish_reason ?? null,
    usage: usage
      ? {
          inputTokens: usage.prompt_tokens ?? null,
          outputTokens: usage.completion_tokens ?? null,
          costCredits: usage.cost_credits ?? null,
        }
      : null,
    error: error
      ? { code: error.code ?? error.type ?? 'upstream_error', message: error.message ?? null }
      : null,
  };
}
