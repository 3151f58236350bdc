import { errors } from '../errors.ts';

/** An opaque cursor over the sort key of the last row shown. */
function encodeCursor(...parts: string[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** The sort key a cursor stands for, or undefined for the first page. @throws invalid_request on a cursor that is none. */
export function decodeCursor(cursor: string | undefined, partCount: number): string[] | undefined {
  if (cursor === undefined) return undefined;
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(parts) && parts.length === partCount && parts.every((part) => typeof part === 'string'))
      return parts;
  } catch {
    // Falls through: what cannot be read is refused like what has the wrong shape.
  }
  throw badCursor();
}

/** The sort key [time, id] of a list by time, the time as `cursorTime` selects it. @throws invalid_request as above. */
export function decodeTimeCursor(cursor: string | undefined): string[] | undefined {
  const parts = decodeCursor(cursor, 2);
  const [time = ''] = parts ?? [];
  if (parts && !(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{6}Z$/.test(time) && !Number.isNaN(Date.parse(time))))
    throw badCursor();
  return parts;
}

/** The last id of a list by a running number. @throws invalid_request as above. */
export function decodeNumberCursor(cursor: string | undefined): string | undefined {
  const [id] = decodeCursor(cursor, 1) ?? [];
  if (id !== undefined && !/^\d{1,18}$/.test(id)) throw badCursor();
  return id;
}

/** SQL that gives a timestamptz column for a cursor, with the microseconds that a Date would lose. */
export const cursorTime = (column: string) =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

function badCursor() {
  return errors.invalidRequest('The cursor is not one that this list gave.', {
    fields: [{ path: '/cursor', message: 'is not valid' }],
  });
}

/** Cuts `limit + 1` fetched rows to a page. `cursorOf` gives the sort key of a row. */
export function toPage<Row>(
  rows: Row[],
  limit: number,
  cursorOf: (row: Row) => string[],
): { rows: Row[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { rows: shown, nextCursor: rows.length > limit && last ? encodeCursor(...cursorOf(last)) : null };
}
