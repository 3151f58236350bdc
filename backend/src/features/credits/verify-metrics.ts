import { Gauge, type Registry } from 'prom-client';
import type { Verification } from './schemas.ts';

/** litemaas_verify_ok and litemaas_verify_timestamp_seconds: what the last verification came to, and when it was. */
export function verifyMetrics(registry: Registry) {
  const ok = new Gauge({
    name: 'litemaas_verify_ok',
    help: 'Whether an invariant of the money held when it was last checked (1) or not (0)',
    labelNames: ['check'],
    registers: [registry],
  });
  const ranAt = new Gauge({
    name: 'litemaas_verify_timestamp_seconds',
    help: 'When the invariants of the money were last checked',
    registers: [registry],
  });
  // Until then nothing is known, and 0 would be a time.
  ranAt.remove();
  return {
    set({ checks }: Pick<Verification, 'checks'>, at: Date): void {
      for (const { name, ok: isOk } of checks) ok.set({ check: name }, isOk ? 1 : 0);
      ranAt.set(Math.round(at.getTime() / 1000));
    },
  };
}
