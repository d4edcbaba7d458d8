import {hopText, type CheckRow, type Hop, type HopEvent, type HopVerdict} from '../../upgrade/index.js';
import {istioText} from '../../plan/istio.js';
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

/** How a hop was, and what to do about it. */
export function verdictText({from, to}: Hop, {good, reasons, now, allowed, figures}: HopVerdict): string {
  const [was, is] = now === 'back' ? [to, from] : [from, to];
  const where =
    now === 'back'
      ? `the mesh is back at Istio ${istioText(is)}, from ${was.version}`
      : `the mesh is at Istio ${istioText(is)}, from ${was.version}`;
  const waits =
    !good && now !== 'back'
      ? ['`eastwest upgrade` takes it as it is, `eastwest upgrade --rollback` goes back']
      : [];
  return [
    `${good ? 'good' : 'REGRESSION'}: ${where}`,
    ...reasons.map(({code, text}) => `  ${code}: ${text}`),
    ...(figures === null ? ['  nobody called: nothing is said of lost calls'] : []),
    ...(allowed.length === 0 ? [] : [`  allowed: ${allowed.join(', ')}`]),
    ...waits,
  ].join('\n');
}
