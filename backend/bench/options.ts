import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { scenarios } from './scenarios.ts';

const resultsFile = fileURLToPath(new URL('results.json', import.meta.url));

export type Options = {
  rounds: number;
  /** How long each target is measured in a round. */
  seconds: number;
  /** After how many calls memory is looked at. */
  calls: number;
  accounts: number;
  output: string;
  isWanted: (name: string) => boolean;
};

/** `--only` takes a name or its first word, and may be given several times. @throws on a name that is none */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '1' },
      calls: { type: 'string', default: '100000' },
      accounts: { type: 'string', default: '1000' },
      output: { type: 'string', default: resultsFile },
      only: { type: 'string', multiple: true, default: [] },
    },
  });
  const names = [...scenarios.map(({ name }) => name), 'memory'];
  const unknown = values.only.filter((wanted) => !names.some((name) => isNamed(name, wanted)));
  if (unknown.length > 0) throw new Error(`--only ${unknown.join(', ')}: there are ${names.join(', ')}`);
  return {
    output: values.output,
    rounds: positive('rounds', values.rounds),
    seconds: positive('seconds', values.seconds),
    calls: positive('calls', values.calls),
    accounts: positive('accounts', values.accounts),
    isWanted: (name) => values.only.length === 0 || values.only.some((wanted) => isNamed(name, wanted)),
  };
}

const isNamed = (name: string, wanted: string) => name === wanted || name.startsWith(`${wanted}-`);

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`--${name} must be a positive number, not "${text}"`);
  return value;
}
