import { Gauge, type Registry } from 'prom-client';

/** litemaas_verify_ok: by check, 1 when it was fine the last time it ran, 0 when not. */
export function verifyGauge(registry: Registry): Gauge<'check'> {
  return new Gauge({
    name: 'litemaas_verify_ok',
    help: 'Whether an invariant of the money held when it was last checked (1) or not (0)',
    labelNames: ['check'],
    registers: [registry],
  });
}
