type Fault = { code?: string; message?: string };

/**
 * SQLSTATE 08 and 57P0, and every code of the system or of TLS (no SQLSTATE begins with E and two letters); but
 * Node's own for mistakes of a program.
 */
const lostCodes = /^(08|57P0|E(?!RR_)[A-Z_]{2,}|ERR_(SSL|TLS|SOCKET|STREAM)_)/;
/** What the driver says in its own words. */
const lostMessages =
  /Connection terminated|not queryable|Query read timeout|timeout expired|timeout exceeded when trying to connect/;

/** The connection is gone, or its server does not answer: nobody knows what became of what was sent. */
export function isConnectionLost(error: unknown): boolean {
  const { code = '', message = '' } = error as Fault;
  return lostCodes.test(code) || lostMessages.test(message);
}

/** The server answers but cannot do its work right now: no memory, no disk, cancelled, a standby. It passes. */
export function isServerTroubled(error: unknown): boolean {
  return /^(53|57014|58|25006)/.test((error as Fault).code ?? '');
}

/** Somebody else had what it needs locked for longer than it waits. */
export function isLockedOut(error: unknown): boolean {
  return (error as Fault).code === '55P03';
}

/** Two transactions waited for each other, and this one was chosen to give way. */
export function isDeadlock(error: unknown): boolean {
  return (error as Fault).code === '40P01';
}

/** This instance was marked dead: none of its batches is accepted (migration 0006). */
export function isFenced(error: unknown): boolean {
  return (error as Fault).code === 'LM002';
}
