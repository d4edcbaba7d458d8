import {readYaml, type Problem, type SourceDocument} from '../base/yaml.js';
import {ACTION_KEYS} from './actions/actions.js';
import {durationMs} from './duration.js';
import {EXPECTATION_KEYS} from './expectations/expectations.js';
import {problemsOf} from './issues.js';
import {PROBE_KEYS} from './probes/probes.js';
import {ruleProblems, type Surroundings} from './rules.js';
import type {Scenario, ScenarioStep} from './scenario.js';
import {textOf} from './text.js';
import {scenarioSchema, type ScenarioFile} from './schema.js';

export interface Parsed {
  /** Only where there is no problem. */
  readonly scenario?: Scenario;
  readonly problems: readonly Problem[];
}

/** Reads one scenario file; everything that is wrong in it comes back at once, in the order of the file. */
export function parseScenario(file: string, text: string, lab: Surroundings): Parsed {
  const {documents, problems} = readYaml(file, text);
  if (problems.length > 0) return {problems};
  const [source, second] = documents;
  if (source === undefined) return {problems: [{file, line: 1, col: 1, message: 'the file is empty'}]};
  if (second !== undefined)
    return {problems: [second.problemAt([], 'a file has one scenario, here begins a second')]};
  const checked = scenarioSchema.safeParse(source.value);
  const found = [...problemsOf(checked.error?.issues ?? [], source), ...ruleProblems(source, lab)];
  if (found.length > 0 || checked.data === undefined) return {problems: inOrder(found)};
  return {scenario: toScenario(file, checked.data, source), problems: []};
}

function inOrder(problems: readonly Problem[]): readonly Problem[] {
  return [...problems].sort((a, b) => a.line - b.line || a.col - b.col);
}

function toScenario(file: string, {metadata, spec}: ScenarioFile, source: SourceDocument): Scenario {
  const {pack, name, title, after = []} = metadata;
  const apps = (spec.needs.apps ?? []).map((app) => {
    const [cluster = '', deployment = ''] = app.split('/');
    return {cluster, deployment};
  });
  const lineOf = (...path: (string | number)[]): number => source.problemAt(['spec', ...path], '').line;
  return {
    id: `${pack}/${name}`,
    file,
    pack,
    name,
    title: textOf(title),
    after,
    needs: {clusters: spec.needs.clusters, apps},
    requires: spec.requires ?? [],
    phases: spec.phases.map((phase, index) => ({
      name: phase.name,
      steps: phase.steps.map((step, place) => toStep(step, lineOf('phases', index, 'steps', place))),
    })),
    finally: (spec.finally ?? []).map((step, place) => toStep(step, lineOf('finally', place))),
  };
}

type FileStep = ScenarioFile['spec']['phases'][number]['steps'][number];

function toStep(step: FileStep, line: number): ScenarioStep {
  const {expect = [], within = '0s'} = step;
  const explain = textOf(step.explain);
  const action = ACTION_KEYS.find((key) => step[key] !== undefined);
  if (action !== undefined) return {kind: 'action', explain, line, key: action, value: step[action]};
  const probe = PROBE_KEYS.find((key) => step[key] !== undefined);
  if (probe === undefined) throw new TypeError(`line ${line}: a step that the rules should have refused`);
  const expectations = expect.flatMap((item) =>
    EXPECTATION_KEYS.filter((key) => item[key] !== undefined).map((key) => ({
      key,
      value: item[key],
    })),
  );
  return {
    kind: 'probe',
    explain,
    line,
    key: probe,
    value: step[probe],
    expect: expectations,
    withinMs: durationMs(within),
  };
}
