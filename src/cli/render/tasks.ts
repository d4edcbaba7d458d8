import {Listr, ListrLogger, ProcessOutput, type ListrTask} from 'listr2';
import type {StepEvent} from '../../engine/events.js';
import type {Step} from '../../engine/step.js';
import {seconds, type StepRenderer} from './renderer.js';

interface Line {
  readonly over: Promise<void>;
  readonly end: (error?: Error) => void;
  show: (text: string) => void;
}

/** A list of stages on the terminal, each open while its steps run. */
export function taskRenderer(steps: readonly Step[]): StepRenderer {
  const lines = new Map(steps.map(({id}) => [id, newLine()]));
  const stages = grouped(steps);
  const tasks = [...stages].map(([stage, members]): ListrTask => ({
    title: stage,
    task: (_, task) =>
      task.newListr(
        members.map((step) => stepTask(step, lines)),
        {concurrent: true, exitOnError: false, rendererOptions: {collapseSubtasks: true}},
      ),
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
    emit: (event) => applyEvent(lines, event),
    end: async () => {
      for (const line of lines.values()) line.end();
      await drawn;
    },
  };
}

function stepTask(step: Step, lines: ReadonlyMap<string, Line>): ListrTask {
  return {
    title: step.title,
    task: async (_, task) => {
      const line = lines.get(step.id);
      if (line === undefined) return;
      line.show = (text) => void (task.title = text);
      await line.over;
    },
  };
}

function applyEvent(lines: ReadonlyMap<string, Line>, {id, state, title, tookMs, text}: StepEvent): void {
  const line = lines.get(id);
  if (line === undefined) return;
  const took = tookMs === undefined ? '' : ` (${seconds(tookMs)})`;
  if (state === 'failed') return line.end(new Error(`${title}${took}: ${text ?? ''}`));
  line.show(text === undefined ? `${title}${took}` : `${title}: ${text}`);
  if (['already', 'made', 'undone', 'left'].includes(state)) line.end();
}

function newLine(): Line {
  let end: Line['end'] = () => undefined;
  const over = new Promise<void>((resolve, reject) => {
    end = (error) => (error === undefined ? resolve() : reject(error));
  });
  over.catch(() => undefined);
  return {over, end, show: () => undefined};
}

function grouped(steps: readonly Step[]): Map<string, Step[]> {
  const stages = new Map<string, Step[]>();
  for (const step of steps) {
    const stage = step.id.split('.', 1)[0] ?? step.id;
    stages.set(stage, [...(stages.get(stage) ?? []), step]);
  }
  return stages;
}
