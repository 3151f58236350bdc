import type { KillSwitch } from '../../api/kill-switches.ts';
import { StatusLabel } from '../../components/status-label.tsx';
import type { ApiKey } from './queries.ts';

/** The state of a key; where calls with it are stopped, that and why. */
export function KeyStatus({ apiKey, stop }: { apiKey: ApiKey; stop: KillSwitch | undefined }) {
  if (!stop || apiKey.status !== 'active') return <StatusLabel status={apiKey.status} />;
  return (
    <>
      <StatusLabel status="stopped" />
      <div className="pf-v6-u-text-color-subtle pf-v6-u-text-break-word">
        <bdi>{stop.reason}</bdi>
      </div>
    </>
  );
}
