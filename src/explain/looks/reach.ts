import type {Scene} from '../scene.js';

/** How opening a connection ended. */
export interface Reached {
  /** Who tried: a container of the engine. */
  readonly from: string;
  /** The container that was meant. */
  readonly to: string;
  readonly outcome: 'connected' | 'refused' | 'no answer' | 'unknown name' | 'not tried';
}

/** In seconds: on one machine a connection opens in a millisecond. */
const CONNECT_S = '2';
const WHOLE_S = '2.5';

/** curl's exit codes for a connection that did not come about, and those of no curl; with all others there was somebody. */
const OUTCOMES: Readonly<Record<number, Reached['outcome']>> = {
  6: 'unknown name',
  7: 'refused',
  28: 'no answer',
  126: 'not tried',
  127: 'not tried',
};

/** Opens a connection from one container to a port of another, or of an address. */
export async function reach(
  {exec}: Scene,
  from: string,
  to: string,
  address: string,
  port: number,
): Promise<Reached> {
  const limits = ['--connect-timeout', CONNECT_S, '-m', WHOLE_S];
  const quiet = ['-s', '-k', '-o', '/dev/null', '-w', '%{time_connect}'];
  try {
    const url = `https://${address}:${port}/readyz`;
    const {exitCode, stdout} = await exec(from, ['curl', '--noproxy', '*', ...quiet, ...limits, url]);
    return {from, to, outcome: outcomeOf(exitCode, stdout)};
  } catch {
    return {from, to, outcome: 'not tried'};
  }
}

/** From curl's exit code and `time_connect`, which is 0 where no connection came about. Pure. */
export function outcomeOf(exitCode: number, timeConnect: string): Reached['outcome'] {
  // The name was looked up, the connection came about, and only then nothing came: somebody is there.
  if (exitCode === 28 && Number(timeConnect) > 0) return 'connected';
  return OUTCOMES[exitCode] ?? 'connected';
}

/** Why nobody can say whether a connection opens: somebody could not be made to try. Undefined where all have tried. */
export function notTried(all: readonly Reached[]): string | undefined {
  const one = all.find(({outcome}) => outcome === 'not tried');
  return one === undefined ? undefined : `could not ask ${one.from} whether it reaches ${one.to}`;
}

/** For a sentence: what a person may conclude. */
export function howText(outcome: Reached['outcome']): string {
  const texts: Readonly<Record<Reached['outcome'], string>> = {
    connected: 'a connection opens',
    refused: 'connections are refused at once (somebody answers no: a REJECT, or nobody listens)',
    'no answer': `no answer within ${CONNECT_S} s (packets vanish: a DROP, or nobody is there)`,
    'unknown name': 'its name is not known',
    'not tried': 'nobody could try',
  };
  return texts[outcome];
}
