import type { Permitted } from './call.ts';
import type { Incoming } from './incoming.ts';
import { stoppedByKillSwitch } from './errors.ts';
import { type KillSwitches, killSwitchOf, type Subject, subjectOf } from './kill-switches.ts';
import type { Provider } from './snapshots/catalogue.ts';

/** A call between its admission and its settlement: a switch that is thrown now still stops it. */
export type RunningCall = Subject & Pick<Incoming, 'stopped'>;

export type RunningCalls = ReturnType<typeof createRunningCalls>;

/** The calls that run on this instance, for stopping those that a kill switch is thrown on. */
export function createRunningCalls(killSwitches: () => KillSwitches) {
  const calls = new Set<RunningCall>();

  return {
    /** From here on every switch stops the call, and one that was thrown while it was being admitted does so at once. */
    begin({ stopped }: Incoming, { caller, model }: Permitted): RunningCall {
      const call = { stopped, ...subjectOf(caller, model) };
      calls.add(call);
      const kill = killSwitchOf(killSwitches(), call);
      if (kill) stopped.abort(stoppedByKillSwitch(kill));
      return call;
    },
    /** The call goes to this provider now. @throws kill_switch when that is stopped: another one may serve the call */
    enter(call: RunningCall, provider: Provider): void {
      call.providerId = provider.id;
      const kill = killSwitchOf(killSwitches(), call);
      if (kill) throw stoppedByKillSwitch(kill);
    },
    leave(call: RunningCall): void {
      call.providerId = null;
    },
    end(call: RunningCall): void {
      calls.delete(call);
    },
    /** Stops what the switches say, and gives how many calls that were. */
    stopAll(kills: KillSwitches): number {
      let stopped = 0;
      for (const call of calls) {
        const kill = killSwitchOf(kills, call);
        if (!kill) continue;
        call.stopped.abort(stoppedByKillSwitch(kill));
        stopped += 1;
      }
      return stopped;
    },
  };
}
