import type {RunEvent, ScenarioResult} from '../../src/scenario/result.js';
import {runScenarios} from '../../src/scenario/run.js';
import {fakeWorld, rolledOut, type Diary} from '../fakes/world.js';
import {scenarioOf} from './scenarios.js';

export const HEAD = `
apiVersion: eastwest/v1
kind: Scenario
metadata: {name: probe, pack: test, title: It runs}
spec:
  needs: {clusters: [west], apps: [west/webapp]}
`;

export const BODY = `
  phases:
    - name: change
      steps:
        - {explain: a, scale: {cluster: west, deployment: webapp, replicas: 3}}
        - {explain: b, setEnv: {cluster: west, deployment: webapp, env: {ERROR_RATE: '1'}}}
        - {explain: c, setEnv: {cluster: west, deployment: webapp, env: {ERROR_RATE: '0.5'}}}
        - {explain: d, exec: {from: mypc, command: [first]}, expect: [output: {}]}
    - name: measure
      steps:
        - {explain: e, exec: {from: mypc, command: [say]}, within: 2s, expect: [output: {equals: good}]}
  finally:
    - {explain: f, exec: {from: mypc, command: [last]}, expect: [output: {}]}
`;

export const UNDO_ENV =
  'west: patch Deployment webapp {"spec":{"template":{"spec":{"containers":[{"name":"main","env":[{"name":"ERROR_RATE","value":"0","valueFrom":null}]}]}}}}';
export const UNDO_SCALE = 'west: patch Deployment webapp {"spec":{"replicas":1}}';

interface Course {
  readonly results: readonly ScenarioResult[];
  readonly diary: Diary;
  readonly commands: readonly string[];
  readonly events: readonly RunEvent[];
}

/** Runs a scenario on fakes; `says` is what each command prints, in turn, the last one for ever. */
export async function run(text: string, says: readonly string[], abortAt?: string): Promise<Course> {
  const diary: Diary = [];
  const commands: string[] = [];
  const events: RunEvent[] = [];
  const abort = new AbortController();
  const world = fakeWorld(diary, {
    west: [rolledOut('webapp', [{name: 'ERROR_RATE', value: '0'}])],
    exec: (_container, command) => {
      const stdout = says[Math.min(commands.length, says.length - 1)] ?? '';
      commands.push(command.join(' '));
      if (command[0] === abortAt) abort.abort();
      return Promise.resolve({exitCode: 0, stdout, stderr: ''});
    },
  });
  const emit = (event: RunEvent): void => void events.push(event);
  const results = await runScenarios([scenarioOf(text)], world, {signal: abort.signal, emit});
  return {results, diary, commands, events};
}

export const changesOf = (diary: Diary): readonly string[] =>
  diary.filter((line) => line.includes('Deployment'));

export const MEASURE = `
    - name: measure
      steps:
        - {explain: e, exec: {from: mypc, command: [say]}, expect: [output: {equals: good}]}
`;
export const GIVEN = `
  given:
    - {explain: g, scale: {cluster: west, deployment: webapp, replicas: 0}}
    - {explain: h, exec: {from: mypc, command: [ready]}, expect: [output: {equals: good}]}
  catch:
    - {explain: i, exec: {from: mypc, command: [why]}}
  phases:
${MEASURE}`;
