import { FormFile } from '../form/index.ts';
import { lengthOfSound } from '../sound.ts';
import { drawPng } from './simulated-png.ts';
import { hum, toWave } from './simulated-wave.ts';

type Fields = Record<string, unknown>;

/** An answer for images or sound: what it is, and the chunks in which it comes. */
type SimulatedMedia = { contentType: string; chunks: (string | Buffer)[] };

const json = (body: object): SimulatedMedia => ({
  contentType: 'application/json',
  chunks: [JSON.stringify(body)],
});
const events = (chunks: object[]): SimulatedMedia => ({
  contentType: 'text/event-stream',
  chunks: chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`),
});

/** What answers at each path. */
export const simulatedMedia: Record<string, (body: Fields) => SimulatedMedia> = {
  'images/generations': (body) => images('image_generation', body),
  'images/edits': (body) => images('image_edit', body),
  'audio/speech': speech,
  'audio/transcriptions': (body) => transcript('transcribe', body),
  'audio/translations': (body) => transcript('translate', body),
};

/** Squares in colours that the prompt decides; while they come, in others. */
function images(kind: string, body: Fields): SimulatedMedia {
  const prompt = String(body.prompt);
  const numbers = (count: unknown) => Array.from({ length: Number(count ?? 0) }, (_, index) => index);
  const draw = (text: string) => ({ b64_json: drawPng(text).toString('base64') });
  const created = Math.floor(Date.now() / 1000);
  if (body.stream !== true)
    return json({ created, data: numbers(body.n ?? 1).map((index) => draw(`${prompt} ${index}`)) });
  const more = {
    created_at: created,
    output_format: 'png',
    size: 'auto',
    quality: 'auto',
    background: 'opaque',
  };
  return events([
    ...numbers(body.partial_images).map((index) => ({
      type: `${kind}.partial_image`,
      partial_image_index: index,
      ...draw(`${prompt} partial ${index}`),
      ...more,
    })),
    ...numbers(body.n ?? 1).map((index) => ({
      type: `${kind}.completed`,
      ...draw(`${prompt} ${index}`),
      ...more,
    })),
  ]);
}

const secondsPerCharacter = 0.06;
const secondsMost = 10;
const waveRate = 8_000;
const pcmRate = 24_000;
const pieceBytes = 16 * 1024;

/** Hums for as long as somebody would speak: as a WAVE file, or as samples where these are asked for. */
function speech({ input, response_format: format, stream_format: streamFormat }: Fields): SimulatedMedia {
  const text = String(input);
  const seconds = Math.min(secondsMost, text.length * secondsPerCharacter);
  const sound = format === 'pcm' ? hum(seconds, pcmRate) : toWave(hum(seconds, waveRate), waveRate);
  const pieces = Array.from({ length: Math.ceil(sound.length / pieceBytes) }, (_, index) =>
    sound.subarray(index * pieceBytes, (index + 1) * pieceBytes),
  );
  if (streamFormat !== 'sse')
    return { contentType: format === 'pcm' ? 'audio/pcm' : 'audio/wav', chunks: pieces };
  return events([
    ...pieces.map((piece) => ({ type: 'speech.audio.delta', audio: piece.toString('base64') })),
    { type: 'speech.audio.done' },
  ]);
}

const lorem = ['lorem', 'ipsum', 'dolor', 'sit', 'amet'];
const mostWords = 1_000;

/** Hears two words of lorem ipsum a second. */
function transcript(task: string, { file, stream, response_format: format }: Fields): SimulatedMedia {
  const duration = file instanceof FormFile ? Number(lengthOfSound(file.bytes).likely) : 0;
  const words = Array.from(
    { length: Math.min(mostWords, Math.max(1, duration * 2)) },
    (_, index) => lorem[index % lorem.length] as string,
  );
  const text = words.join(' ');
  const usage = { type: 'duration', seconds: duration };
  if (stream === true)
    return events([
      ...words.map((word, index) => ({
        type: 'transcript.text.delta',
        delta: index === 0 ? word : ` ${word}`,
      })),
      { type: 'transcript.text.done', text, usage },
    ]);
  const plain = (chunk: string): SimulatedMedia => ({
    contentType: 'text/plain; charset=utf-8',
    chunks: [chunk],
  });
  const time = (comma: string) => `${new Date(duration * 1000).toISOString().slice(11, 19)}${comma}000`;
  if (format === 'text') return plain(`${text}\n`);
  if (format === 'srt') return plain(`1\n00:00:00,000 --> ${time(',')}\n${text}\n\n`);
  if (format === 'vtt') return plain(`WEBVTT\n\n00:00:00.000 --> ${time('.')}\n${text}\n\n`);
  return json(
    format === 'verbose_json' ? { task, language: 'latin', duration, text, usage } : { text, usage },
  );
}
