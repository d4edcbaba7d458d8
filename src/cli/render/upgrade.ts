import {counted} from '../../base/counted.js';
import {istioText} from '../../plan/istio.js';
import {outcomeOf} from '../../report/index.js';
import {kindsText, totalOf, type TrafficFigures} from '../../traffic/index.js';
import {
  hopText,
  isJudged,
  type CheckRow,
  type Hop,
  type HopEvent,
  type HopVerdict,
} from '../../upgrade/index.js';
import {lineRenderer} from './lines.js';
import {seconds} from './renderer.js';

const MARKS: Readonly<Record<CheckRow['level'], string>> = {
  ok: 'ok     ',
  notice: 'notice ',
  warning: 'warning',
  fault: 'FAULT  ',
};

/** Each phase, and each step of it, as a line on stderr: a hop is as often read in a log as seen. */
export function hopRenderer(): (event: HopEvent) => void {
  const steps = lineRenderer();
  const print = (line: string): void => void process.stderr.write(`${line}\n`);
  return (event) => {
    if (event.type === 'step') steps.emit(event);
    if (event.type === 'hop') print(`${event.resumed ? 'going on with' : 'hop'} ${hopText(event.hop)}`);
    if (event.type === 'hopPhase') print(`${seconds(event.atMs).padStart(8)}  phase ${event.phase}`);
    if (event.type === 'hopJudged') {
      const {good, reasons} = event.verdict;
      print(
        `${seconds(event.atMs).padStart(8)}  judged: ${good ? 'good' : counted(reasons.length, 'reason')}`,
      );
    }
    if (event.type !== 'hopChecked') return;
    // Beforehand everything that may be seen of it; afterwards what must not be.
    const told = event.rows.filter(({level}) =>
      event.when === 'before' ? level !== 'ok' : level === 'fault',
    );
    for (const row of told) print(rowText(row));
  };
}

/** Every check with what it saw; with stock Envoy, what only Istio's own would show is marked. */
export function rowsText(rows: readonly CheckRow[], proxy: 'istio-proxy' | 'stock-envoy'): string {
  return rows
    .map((row) => {
      const bound = row.envoyBound === true && row.level !== 'ok' && proxy === 'stock-envoy';
      return `${rowText(row)}${bound ? '\n         not observable with stock Envoy' : ''}`;
    })
    .join('\n');
}

function rowText({code, what, level, seen, remedy}: CheckRow): string {
  const more = remedy === undefined ? '' : `\n         remedy: ${remedy}`;
  return `${MARKS[level]}  ${code}  ${what}: ${seen}${more}`;
}

const OUTCOMES = {good: 'good', regression: 'REGRESSION', unmeasured: 'UNMEASURED'} as const;

/** Of more reasons the rest is in the record. */
const MOST_REASONS = 12;

/** How a hop was, and what to do about it. */
export function verdictText({from, to}: Hop, verdict: HopVerdict): string {
  const {good, reasons, now, allowed, figures} = verdict;
  const [was, is] = now === 'back' ? [to, from] : [from, to];
  const where = `the mesh is ${now === 'back' ? 'back ' : ''}at Istio ${istioText(is)}, from ${was.version}`;
  const waits =
    !good && now !== 'back'
      ? ['`eastwest upgrade` takes it as it is, `eastwest upgrade --rollback` goes back']
      : [];
  const more = reasons.length - MOST_REASONS;
  return [
    `${OUTCOMES[outcomeOf(verdict)]}: ${where}`,
    ...reasons.slice(0, MOST_REASONS).map(({code, text}) => `  ${code}: ${text}`),
    ...(more > 0 ? [`  and ${more} more, in hop.json`] : []),
    ...(figures === null ? ['  nobody called: nothing is said of lost calls'] : callsText(figures)),
    ...(allowed.length === 0 ? [] : [`  allowed: ${allowed.join(', ')}`]),
    ...harmlessText(verdict),
    ...waits,
  ].join('\n');
}

/** A line for each phase that is judged; what packs did to calls is in the record. */
function callsText(figures: TrafficFigures): readonly string[] {
  const phases = figures.phases.filter(isJudged);
  const late = phases[0] === 'resumed' ? ' since the hop was gone on with' : '';
  const widest = Math.max(0, ...phases.map(({length}) => length));
  return [
    `  calls${late}: ${totalText(figures, phases)}`,
    ...phases.map((phase) => `    ${phase.padEnd(widest)}  ${totalText(figures, [phase])}`),
  ];
}

function totalText(figures: TrafficFigures, phases: readonly string[]): string {
  const {calls, failed, kinds, longestGapMs} = totalOf(figures, phases);
  const why = failed === 0 ? '' : ` (${kindsText(kinds)})`;
  return `${calls}, ${failed} failed${why}, longest gap ${Math.round(longestGapMs)} ms`;
}

function harmlessText({changes, allowed}: HopVerdict): readonly string[] {
  const names = changes
    .filter(({known, alarm, name}) => known && !alarm && !allowed.includes(name))
    .map(({name}) => name);
  return names.length === 0 ? [] : [`  known and harmless: ${[...new Set(names)].join(', ')}`];
}
