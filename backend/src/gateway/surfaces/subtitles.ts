const cue = /-->[ \t]*(?:(\d{1,3}):)?([0-5]?\d):([0-5]?\d)[.,]\d{3}/g;

/** When the last cue of subtitles (SRT, WebVTT) ends, in begun seconds; undefined where there are none. */
export function secondsOfSubtitles(text: string): bigint | undefined {
  let last: bigint | undefined;
  for (const [, hours = '0', minutes, seconds] of text.matchAll(cue)) {
    const end = BigInt(hours) * 3600n + BigInt(minutes as string) * 60n + BigInt(seconds as string) + 1n;
    if (last === undefined || end > last) last = end;
  }
  return last;
}
