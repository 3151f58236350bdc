export type ServerEvent = { name: string; data: string };

/**
 * Reads server-sent events from bytes, however these are split: inside a line, a character or a CRLF.
 * `push` what arrives, then `end`, which also hands out an event that lacks its closing blank line.
 */
export function createEventReader(onEvent: (event: ServerEvent) => void) {
  const decoder = new TextDecoder();
  let unread = '';
  let name = '';
  let data: string[] = [];

  const closeEvent = () => {
    if (data.length > 0) onEvent({ name: name || 'message', data: data.join('\n') });
    name = '';
    data = [];
  };
  const readLine = (line: string) => {
    if (line === '') return closeEvent();
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === 'data') data.push(value);
    else if (field === 'event') name = value;
  };
  return {
    push(bytes: Uint8Array) {
      // A CR at the very end waits: its LF may be the first byte of the next piece.
      const lines = (unread + decoder.decode(bytes, { stream: true })).split(/\r\n|\n|\r(?!$)/);
      unread = lines.pop() ?? '';
      lines.forEach(readLine);
    },
    end() {
      (unread + decoder.decode()).split(/\r\n|\n|\r/).forEach(readLine);
      unread = '';
      closeEvent();
    },
  };
}
