import type {ScenarioStep} from '../scenario/index.js';
import {secondsOf} from './show-step.js';
import type {Words} from './words/words.js';

const ROLLED_OUT: readonly string[] = ['setEnv', 'scale', 'restart', 'patch'];

/** What helps at a step: where to type, what is looked at, and what takes its time. */
export function hintLines(step: ScenarioStep, {hint}: Words): readonly string[] {
  const shell = hint.shell('npx eastwest shell');
  if (step.kind === 'action') {
    return [
      shell,
      hint.action,
      ...(step.key === 'apply' ? [hint.apply] : []),
      ...(ROLLED_OUT.includes(step.key) ? [hint.rollout] : []),
      ...(step.key === 'restart' ? [hint.restart] : []),
      hint.show,
    ];
  }
  const calls = step.key === 'call' ? (step.value as {readonly count: number}).count : 0;
  return [
    shell,
    hint.looking,
    ...(calls > 0 ? [hint.calls(calls)] : []),
    ...(step.withinMs > 0 ? [hint.wait(secondsOf(step))] : []),
    hint.show,
  ];
}
