import type {Docker} from '../../src/drivers/docker/docker.js';

interface Job {
  readonly flows: readonly {readonly name: string; readonly url: string; readonly keepAlive: boolean}[];
  readonly rate: number;
  readonly count: number;
}

const FLOW = 'west->east new retries-off';
const lineOf = (n: number): string =>
  JSON.stringify({n, flow: FLOW, at: 1000 + n * 10, ms: 5, late: 0.2, status: n === 3 ? 503 : 200});

/** The client container with a caller that makes a call at each look, and goes on for two more when asked to end. */
export class TrafficClient {
  alive = false;
  begun: Job | undefined;
  files: Record<string, string[]> = {};
  left = Number.POSITIVE_INFINITY;

  /** Of how often the machine was looked at; from one look to the next it has worked for 1 of 2 processor seconds. */
  looks = 0;

  readonly exec: Docker['exec'] = (_name, command) => {
    if (command[1] === '/proc/stat')
      return this.#answer(true, [`cpu  0 ${++this.looks}00 0 ${this.looks}00 0 0 0 0 0 0`]);
    const [, , script = '', , ...words] = command;
    this.#work();
    if (script.startsWith('setsid')) return this.#answer(this.#begin(words[1] ?? ''));
    if (script.startsWith('cat')) return this.#answer(true, this.files[words[1] ?? '']);
    const alive = this.alive;
    if (script.includes('kill')) this.left = Math.min(this.left, 2);
    if (script.includes('rm -f')) this.#gone();
    if (script.includes('marks') && alive)
      (this.files['marks'] ??= []).push(`${1000 + this.#made() * 10} ${words[2]}`);
    return this.#answer(alive);
  };

  /** Three containers of the lab, which have worked for 0.6 of that second. */
  readonly processorSeconds: Docker['processorSeconds'] = () => Promise.resolve(this.looks * 0.2);

  #begin(job: string): boolean {
    this.begun = JSON.parse(job) as Job;
    this.alive = true;
    this.files = {jsonl: []};
    this.left = Number.POSITIVE_INFINITY;
    return true;
  }

  #gone(): void {
    this.alive = false;
    this.files = {};
  }

  #made(): number {
    return this.files['jsonl']?.length ?? 0;
  }

  #work(): void {
    if (!this.alive) return;
    if (this.left-- <= 0) this.alive = false;
    else this.files['jsonl']?.push(lineOf(this.#made() + 1));
  }

  #answer(good: boolean, lines: readonly string[] = []) {
    const stdout = lines.map((line) => `${line}\n`).join('');
    return Promise.resolve({exitCode: good ? 0 : 1, stdout, stderr: ''});
  }
}
