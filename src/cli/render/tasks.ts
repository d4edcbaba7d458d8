import {Listr, ListrLogger, ProcessOutput, type ListrTask} from 'listr2';
import type {StepEvent} from '../../engine/events.js';
import type {Step} from '../../engine/step.js';
import {seconds, type StepRenderer} from './renderer.js';

/** What listr2 gives a task to draw itself with. */
type Row = Parameters<ListrTask['task']>[1];

/** One line on the terminal for each stage; under it, while it is at work, what is being made and what is seen. */
export function taskRenderer(steps: readonly Step[]): StepRenderer {
  const stages = new Map<string, Stage>();
  for (const step of steps) {
    const name = stageOf(step.id);
    const stage = stages.get(name) ?? new Stage(name);
    stage.add(step.id);
    stages.set(name, stage);
  }
  const tasks = [...stages.values()].map((stage): ListrTask => ({
    title: stage.title(),
    task: (_, row) => stage.draw(row),
    rendererOptions: {outputBar: Infinity},
  }));
  const list = new Listr(tasks, {
    concurrent: true,
    exitOnError: false,
    // listr2 would end the program on Ctrl+C before anything is put in order.
    registerSignalListeners: false,
    rendererOptions: {
      logger: new ListrLogger({processOutput: new ProcessOutput(process.stderr, process.stderr)}),
    },
  });
  const drawn = list.run().catch(() => undefined);
  return {
    emit: (event) => stages.get(stageOf(event.id))?.take(event),
    end: async () => {
      for (const stage of stages.values()) stage.close();
      await drawn;
    },
  };
}

const OVER = new Set<StepEvent['state']>(['already', 'made', 'undone', 'failed', 'left']);
const AT_WORK = new Set<StepEvent['state']>(['running', 'verifying']);

/** The steps of one stage, as one task of listr2. */
class Stage {
  readonly #name: string;
  readonly #open = new Set<string>();
  readonly #running = new Map<string, string>();
  readonly #failures: string[] = [];
  #total = 0;
  #changed = 0;
  #row: Row | undefined;
  #end: (error?: Error) => void = () => undefined;

  constructor(name: string) {
    this.#name = name;
  }

  add(id: string): void {
    this.#open.add(id);
    this.#total++;
  }

  draw(row: Row): Promise<void> {
    this.#row = row;
    const over = new Promise<void>((resolve, reject) => {
      this.#end = (error) => (error === undefined ? resolve() : reject(error));
    });
    if (this.#open.size === 0) this.close();
    return over;
  }

  take({id, state, title, atMs, tookMs, text}: StepEvent): void {
    if (AT_WORK.has(state)) this.#running.set(id, text === undefined ? title : `${title}: ${text}`);
    if (OVER.has(state)) {
      this.#open.delete(id);
      this.#running.delete(id);
    }
    if (state === 'made' || state === 'undone') this.#changed++;
    if (state === 'failed') this.#failures.push(`${title} (${seconds(tookMs ?? 0)}): ${text ?? ''}`);
    if (this.#row !== undefined) {
      this.#row.title = this.title(atMs);
      this.#row.output = [...this.#running.values()].join('\n');
    }
    if (this.#open.size === 0) this.close();
  }

  /** `mesh  8 of 19`, at the end `mesh  19, of them 17 now, at 52.2 s`. */
  title(atMs = 0): string {
    const over = this.#total - this.#open.size;
    const name = this.#name.padEnd(12);
    if (over < this.#total) return `${name} ${over} of ${this.#total}`;
    return `${name} ${over}${this.#changed === 0 ? '' : `, of them ${this.#changed} now, at ${seconds(atMs)}`}`;
  }

  close(): void {
    this.#end(this.#failures.length === 0 ? undefined : new Error(this.#failures.join('\n')));
  }
}

function stageOf(id: string): string {
  return id.split('.', 1)[0] ?? id;
}
