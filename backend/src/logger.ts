import type { LoggerOptions } from 'pino';

/** What never reaches a log, wherever it hides. Bodies are not logged at all. */
const secretPaths = [
  'authorization',
  'cookie',
  '"set-cookie"',
  '"x-api-key"',
  'password',
  'apiKey',
  'secret',
  'accessToken',
  'refreshToken',
  'token',
].flatMap((name) =>
  name.startsWith('"') ? [`*[${name}]`, `*.*[${name}]`] : [name, `*.${name}`, `*.*.${name}`],
);

/** Whether each request leaves a line in the log. */
export const logsRequests = (level: string): boolean => level === 'debug' || level === 'trace';

/** JSON lines, or readable ones on a terminal. Secrets are cut out by name. */
export function loggerOptions(level: string): LoggerOptions {
  return {
    level,
    redact: { paths: secretPaths, censor: '[secret]' },
    ...(process.stdout.isTTY && {
      transport: { target: 'pino-pretty', options: { ignore: 'pid,hostname', translateTime: 'HH:MM:ss' } },
    }),
  };
}
