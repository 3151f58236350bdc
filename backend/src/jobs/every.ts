import type { App } from '../app.ts';

/**
 * Does something again and again for as long as the server runs, never twice at once. Where it fails it is
 * tried again at the next time; a server that was built for its contract alone, or without a clock, does nothing.
 */
export function every(app: App, name: string, everyMs: number, work: () => Promise<unknown>): void {
  if (app.config.contractOnly || app.config.withoutClock) return;
  let running: Promise<unknown> | undefined;
  const timer = setInterval(() => {
    running ??= work()
      .catch((error: unknown) => app.log.warn({ err: error }, `${name} failed; trying again`))
      .finally(() => (running = undefined));
  }, everyMs).unref();
  app.addHook('onClose', async () => {
    clearInterval(timer);
    await running;
  });
}
