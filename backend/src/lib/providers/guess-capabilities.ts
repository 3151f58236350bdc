/** What names say of models that are not for chat; the first that fits. */
const nameSigns: [RegExp, string][] = [
  [/rerank/, 'rerank'],
  [/embed|(^|[^a-z])(bge|e5|gte|minilm|ada-002)([^a-z]|$)/, 'embeddings'],
  [/moderation|guard/, 'moderations'],
  [/whisper|transcri/, 'transcriptions'],
  [/(^|[^a-z])tts([^a-z]|$)|speech/, 'speech'],
  [/dall-e|gpt-image|stable-diffusion|(^|[^a-z])(sdxl|flux)([^a-z]|$)/, 'images'],
];

/** What a model is for whose provider does not say: by its name, or else chat. An admin may know better. */
export function guessCapabilities(name: string): string[] {
  const lower = name.toLowerCase();
  return [nameSigns.find(([sign]) => sign.test(lower))?.[1] ?? 'chat'];
}
