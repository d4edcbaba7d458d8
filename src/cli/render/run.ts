import {explanationText} from '../../findings/index.js';
import type {RunEvent} from '../../scenario/index.js';

const MARKS = {passed: 'ok', failed: 'FAILED'} as const;

/** One line on stderr for each scenario and each of its steps; a scenario explains itself as it goes. */
export function runRenderer(): (event: RunEvent) => void {
  const print = (line: string): void => void process.stderr.write(`${line}\n`);
  let explained = '';
  return (event) => {
    if (event.type === 'scenario' && event.state === 'begun') {
      print(`\n${event.id}: ${event.title}`);
      explained = '';
    }
    if (event.type === 'scenario' && event.state !== 'begun')
      print(`  ${event.state}: ${event.evidence ?? ''}`);
    if (event.type === 'explained') {
      const {explanation} = event;
      print(`  explained: ${explanationText(explanation)} (${explanation.seconds.toFixed(1)} s)`);
      for (const line of explanation.finding?.remedy ?? []) print(`    remedy: ${line}`);
    }
    if (event.type !== 'scenarioStep' || event.state === 'seen') return;
    if (event.state === 'running') {
      // Several things may be done for one reason, e.g. all that is taken back at the end.
      if (event.explain !== explained) print(`  ${event.explain}`);
      explained = event.explain;
      return;
    }
    print(
      `    ${MARKS[event.state]}  ${event.title}: ${event.text ?? ''} (${(event.seconds ?? 0).toFixed(1)} s)`,
    );
  };
}
