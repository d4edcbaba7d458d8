import type {RunEvent} from '../../scenario/index.js';

const MARKS = {passed: 'ok', failed: 'FAILED'} as const;

/** One line on stderr for each scenario and each of its steps; a scenario explains itself as it goes. */
export function runRenderer(): (event: RunEvent) => void {
  const print = (line: string): void => void process.stderr.write(`${line}\n`);
  return (event) => {
    if (event.type === 'scenario' && event.state === 'begun') print(`\n${event.id}: ${event.title}`);
    if (event.type === 'scenario' && event.state !== 'begun')
      print(`  ${event.state}: ${event.evidence ?? ''}`);
    if (event.type !== 'scenarioStep' || event.state === 'seen') return;
    if (event.state === 'running') return print(`  ${event.explain}`);
    print(
      `    ${MARKS[event.state]}  ${event.title}: ${event.text ?? ''} (${(event.seconds ?? 0).toFixed(1)} s)`,
    );
  };
}
