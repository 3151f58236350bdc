const nothing = Buffer.alloc(0);
const firstBytes = 8 * 1024;

/**
 * Bytes laid end to end. Chunks of a stream are copied rather than kept: each would hold on to the buffer it
 * was read into, and thousands of them are work for the garbage collector.
 */
export function createKeptBytes() {
  let space: Buffer = nothing;
  let length = 0;

  function makeRoom(more: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(firstBytes, 2 * (length + more)));
    space.copy(larger, 0, 0, length);
    space = larger;
  }

  return {
    length: () => length,
    add(bytes: Buffer): void {
      if (length + bytes.length > space.length) makeRoom(bytes.length);
      length += bytes.copy(space, length);
    },
    /** All of it; what comes from now on is a new lot. */
    take(): Buffer {
      const all = space.subarray(0, length);
      space = nothing;
      length = 0;
      return all;
    },
  };
}

/** The bytes of a whole body: as they are where they come in one chunk, laid end to end where there are more. */
export function createJoinedBytes() {
  let first: Buffer | undefined;
  let kept: ReturnType<typeof createKeptBytes> | undefined;

  return {
    add(chunk: Buffer): void {
      if (first === undefined) {
        first = chunk;
        return;
      }
      if (!kept) {
        kept = createKeptBytes();
        kept.add(first);
      }
      kept.add(chunk);
    },
    bytes: (): Buffer => kept?.take() ?? first ?? nothing,
  };
}
