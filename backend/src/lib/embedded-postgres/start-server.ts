import { setTimeout as wait } from 'node:timers/promises';

import { StartupError } from '../startup-error.ts';
import { DATABASE_USER } from './cluster.ts';
import { tryConnect } from './connect.ts';
import { findFreePort } from './free-port.ts';
import type { Home } from './home.ts';
import { clearPreviousServer } from './previous-server.ts';
import type { Program } from './program.ts';
import { runProgram } from './run-program.ts';
import { startServerProcess } from './server-process.ts';
import type { ServerProcess } from './server-process.ts';

/** Everything that stays the same while servers of one cluster come and go. */
export type Setup = {
  program: Program;
  home: Home;
  password: string;
  settings: Record<string, string>;
  log: (line: string) => void;
};

export type RunningServer = { port: number; server: ServerProcess };

const REFUSAL_PATIENCE_MS = 30_000;
const RECOVERY_PATIENCE_MS = 15 * 60_000;
const POLL_MS = 15;

/** Remains of a server killed moments ago; they pass. */
const STILL_ENDING = /lock file .* already exists|still in use|Is another postmaster/;
const PORT_TAKEN = /could not bind|could not create any TCP/;

/**
 * Starts a server and waits until it answers. `fixedPort` keeps the port of a server that died; otherwise
 * a free one is chosen. Throws a StartupError with the server's last lines when it does not come up.
 */
export async function startServer(setup: Setup, fixedPort?: number): Promise<RunningServer> {
  const giveUpAtMs = Date.now() + REFUSAL_PATIENCE_MS;
  let hasWaited = false;
  for (;;) {
    await clearPreviousServer(setup.program, setup.home.clusterDir, setup.home.account, setup.log);
    const port = fixedPort ?? (await findFreePort());
    const server = startServerProcess(setup.program, setup.home, port, setup.settings, setup.log);
    const answer = await waitForAnswer(setup, port, server);
    if (answer === 'ready') return { port, server };
    if (answer === 'wrong password') {
      await endServer(server, 'SIGINT');
      await resetPassword(setup);
    } else {
      const lines = server.recentLines().join('\n');
      const passes = STILL_ENDING.test(lines) || (PORT_TAKEN.test(lines) && fixedPort === undefined);
      if (!passes || Date.now() > giveUpAtMs) throw didNotStart(setup.home, lines, await server.ended);
      if (!hasWaited) setup.log('waiting for the remains of the previous database server to go');
      hasWaited = true;
      await wait(500);
    }
  }
}

async function waitForAnswer(setup: Setup, port: number, server: ServerProcess) {
  const startedAtMs = Date.now();
  let nextNoteAtMs = startedAtMs + 10_000;
  while (!server.hasEnded()) {
    const answer = await tryConnect({ port, password: setup.password });
    if (answer !== 'not yet') return answer;
    if (Date.now() - startedAtMs > RECOVERY_PATIENCE_MS) await endServer(server, 'SIGQUIT');
    if (Date.now() > nextNoteAtMs) {
      setup.log(`the database is still starting: ${server.recentLines().at(-1) ?? ''}`);
      nextNoteAtMs += 10_000;
    }
    await wait(POLL_MS);
  }
  return 'ended';
}

/** Ends a server that never came to use. */
async function endServer(server: ServerProcess, signal: NodeJS.Signals): Promise<void> {
  server.hold();
  server.kill(signal);
  await server.ended;
}

/**
 * The secrets file was lost or replaced. Whoever may write the cluster folder may open the database
 * anyway, so the password is set anew, in PostgreSQL's mode for one user without a network.
 */
async function resetPassword({ program, home, password, log }: Setup): Promise<void> {
  log('the password of the database does not fit; setting it anew');
  const statement = `ALTER ROLE ${DATABASE_USER} PASSWORD '${password.replaceAll("'", "''")}'\n`;
  const args = ['--single', '-D', home.clusterDir, '-c', 'password_encryption=scram-sha-256', 'postgres'];
  const { output } = await runProgram(program.postgres, args, home.account, statement);
  if (!output.includes('ERROR') && !output.includes('FATAL')) return;
  throw new StartupError(
    `The database in ${home.clusterDir} was created with another password, which could not be replaced: ${output}`,
  );
}

function didNotStart(home: Home, lines: string, how: string): StartupError {
  const said = lines === '' ? 'it said nothing' : `it said: ${lines}`;
  return new StartupError(`The embedded database in ${home.clusterDir} did not start (${how}); ${said}`);
}
