const tone = 440;
const loudness = 0.2;

/** Samples of a tone: 16 bits, one channel. */
export function hum(seconds: number, samplesPerSecond: number): Buffer {
  const count = Math.round(seconds * samplesPerSecond);
  const samples = Buffer.alloc(count * 2);
  for (let at = 0; at < count; at += 1)
    samples.writeInt16LE(
      Math.round(32_767 * loudness * Math.sin((2 * Math.PI * tone * at) / samplesPerSecond)),
      at * 2,
    );
  return samples;
}

/** Samples as a WAVE file. */
export function toWave(samples: Buffer, samplesPerSecond: number): Buffer {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(36 + samples.length, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  // PCM, one channel.
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(samplesPerSecond, 24);
  head.writeUInt32LE(samplesPerSecond * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
}
