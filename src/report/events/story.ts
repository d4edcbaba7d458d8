import type {
  Judged,
  RunBegunEvent,
  ScenarioEvent,
  ScenarioResult,
  ScenarioStepEvent,
  StepResult,
} from '../../scenario/result.js';
import type {Translations} from '../../scenario/text.js';
import type {RunReport} from '../report.js';
import type {ReportMeasured} from './measured.js';
import type {ReadEvents, RecordedEvent} from './events.js';

/** A step with what it measured. */
export interface StepStory extends StepResult {
  readonly explainIn?: Translations;
  /** ISO 8601. */
  readonly endedAt: string;
  readonly measurements: readonly MeasurementStory[];
}

export interface MeasurementStory {
  readonly title: string;
  readonly at: string;
  readonly measured: ReportMeasured;
  readonly judged: readonly Judged[];
  /** A later sample was judged instead of it. */
  readonly superseded: boolean;
}

/** A scenario with the time of everything in it. */
export interface ScenarioStory extends ScenarioResult {
  readonly titleIn?: Translations;
  readonly startedAt: string;
  readonly endedAt: string;
  /** Each ends with its last step. */
  readonly phases: readonly {readonly name: string; readonly at: string; readonly endedAt: string}[];
  readonly steps: readonly StepStory[];
  /** What was taken back, when. */
  readonly undone: readonly {readonly title: string; readonly at: string}[];
  /** The step that an interruption ended, with what it saw last. */
  readonly cutShort?: {readonly title: string; readonly phase: string; readonly seen: string};
}

/** Everything that a page about a run is made from. */
export interface RunStory extends RunReport {
  readonly facts: RunBegunEvent;
  readonly results: readonly ScenarioStory[];
  /** False for a run that was killed: then times end with the last event. */
  readonly finished: boolean;
  /** Kinds of event that this version does not know. */
  readonly unknown: readonly string[];
}

/** Puts a run together again. Pure; the same events always make the same story. */
export function storyOf({events, unknown}: ReadEvents): RunStory {
  const [facts, ...rest] = events as readonly [RunBegunEvent, ...RecordedEvent[]];
  const {id, lab, startedAt, versions, supply, proxy, note} = facts;
  const ended = rest.find((event) => event.type === 'runEnded');
  const lastAt = rest.reduce(
    (latest, event) => ('at' in event && event.at > latest ? event.at : latest),
    startedAt,
  );
  const results = [...scenariosOf(rest)].map(([scenario, its]) => scenarioStory(scenario, its));
  return {
    id,
    lab,
    startedAt,
    seconds: ended?.seconds ?? secondsBetween(startedAt, lastAt),
    versions,
    measured: {supply, proxy, ...(note === undefined ? {} : {note})},
    results,
    facts,
    finished: ended !== undefined,
    unknown,
  };
}

/** The events of each scenario, in the order of their first. */
function scenariosOf(events: readonly RecordedEvent[]): ReadonlyMap<string, readonly RecordedEvent[]> {
  const found = new Map<string, RecordedEvent[]>();
  for (const event of events) {
    if (event.type === 'run' || event.type === 'runEnded') continue;
    const id = event.type === 'scenario' ? event.id : event.scenario;
    found.set(id, [...(found.get(id) ?? []), event]);
  }
  return found;
}

function scenarioStory(id: string, events: readonly RecordedEvent[]): ScenarioStory {
  const tellings = events.filter((event): event is ScenarioEvent => event.type === 'scenario');
  const end = tellings.find(({state}) => state !== 'begun');
  const at = events.flatMap((event) => ('at' in event ? [event.at] : []));
  const [startedAt = '', endedAt = ''] = [at[0], end?.at ?? at.at(-1)];
  const slash = id.indexOf('/');
  const {steps, cutShort, undone} = stepsOf(events);
  const explained = events.find((event) => event.type === 'explained')?.explanation;
  return {
    id,
    pack: id.slice(0, slash),
    name: id.slice(slash + 1),
    title: tellings[0]?.title ?? id,
    ...(tellings[0]?.titleIn === undefined ? {} : {titleIn: tellings[0].titleIn}),
    verdict: end === undefined || end.state === 'begun' ? 'interrupted' : end.state,
    evidence: end?.evidence ?? 'the run was ended in its midst',
    seconds: end?.seconds ?? secondsBetween(startedAt, endedAt),
    leftBehind: end?.leftBehind ?? [],
    startedAt,
    endedAt,
    phases: events
      .flatMap((event) => (event.type === 'phase' ? [{name: event.phase, at: event.at}] : []))
      .map((phase, index, all) => {
        const next = all[index + 1]?.at ?? endedAt;
        const last = steps.filter((step) => step.phase === phase.name && step.endedAt <= next).at(-1);
        return {...phase, endedAt: last?.endedAt ?? next};
      }),
    steps,
    undone,
    ...(cutShort === undefined ? {} : {cutShort}),
    ...(explained === undefined ? {} : {explained}),
  };
}

type Steps = Pick<ScenarioStory, 'steps' | 'undone' | 'cutShort'>;

function stepsOf(events: readonly RecordedEvent[]): Steps {
  const steps: StepStory[] = [];
  const undone: {title: string; at: string}[] = [];
  let measurements: MeasurementStory[] = [];
  let open: ScenarioStepEvent | undefined;
  let seen = '';
  let cutShort: ScenarioStory['cutShort'];
  for (const event of events) {
    if (event.type === 'measured') {
      const {title, at, judged, superseded = false} = event;
      measurements.push({title, at, judged, superseded, measured: event.measured});
    }
    if (event.type !== 'scenarioStep') continue;
    if (event.kind === 'undo') {
      if (event.state === 'running') undone.push({title: event.title, at: event.at});
    } else if (event.state === 'running') {
      if (open !== undefined) cutShort = {title: open.title, phase: open.phase, seen};
      [open, seen, measurements] = [event, '', []];
    } else if (event.state === 'seen') {
      seen = event.text ?? seen;
    } else {
      steps.push({
        ...stepResult(event, event.kind, open?.at ?? event.at),
        endedAt: event.at,
        measurements,
        ...explainIn(event),
      });
      [open, measurements] = [undefined, []];
    }
  }
  if (open !== undefined) cutShort = {title: open.title, phase: open.phase, seen};
  return {steps, undone, ...(cutShort === undefined ? {} : {cutShort})};
}

function explainIn({explainIn: others}: ScenarioStepEvent): Pick<StepStory, 'explainIn'> {
  return others === undefined ? {} : {explainIn: others};
}

function stepResult(event: ScenarioStepEvent, kind: StepResult['kind'], at: string): StepResult {
  const {phase, title, explain, commands, state, evidence, text = '', wanted, seconds = 0} = event;
  return {
    ...{phase, title, explain, kind, commands, at},
    ok: state === 'passed',
    evidence: evidence ?? text,
    ...(wanted === undefined ? {} : {wanted}),
    seconds,
  };
}

function secondsBetween(from: string, to: string): number {
  return Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 100) / 10);
}
