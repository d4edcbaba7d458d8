import {readYaml, type Problem, type SourceDocument} from '../base/yaml.js';
import {ACTION_KEYS} from './actions/actions.js';
import {neededClusters} from './cluster-rules.js';
import {durationMs} from './duration.js';
import {EXPECTATION_KEYS} from './expectations/expectations.js';
import {fieldsAt} from './fields.js';
import {problemsOf} from './issues.js';
import {PROBE_KEYS} from './probes/probes.js';
import {ruleProblems} from './rules.js';
import {elsewhere, type Surroundings} from './surroundings.js';
import type {ProbeStep, Scenario, ScenarioStep} from './scenario.js';
import {textOf} from './text.js';
import {scenarioSchema, type ScenarioFile, type StepFile} from './schema.js';
import {fillVariables, type Settings, type Variable} from './typed-variables.js';

const MOST_CHARACTERS = 1_000_000;

export interface Parsed {
  /** Only where there is no problem. */
  readonly scenario?: Scenario;
  readonly problems: readonly Problem[];
}

/**
 * Reads one scenario file; everything that is wrong in it comes back at once, in the order of the file. `settings`
 * give variables of the scenario other values than their defaults; names that it does not declare are ignored.
 */
export function parseScenario(
  file: string,
  text: string,
  here: Surroundings,
  settings: Settings = {},
): Parsed {
  if (text.length > MOST_CHARACTERS) {
    return {
      problems: [{file, line: 1, col: 1, message: 'longer than a million characters: that is no scenario'}],
    };
  }
  const {documents, problems} = readYaml(file, text);
  if (problems.length > 0) return {problems};
  const [source, second] = documents;
  if (source === undefined) return {problems: [{file, line: 1, col: 1, message: 'the file is empty'}]};
  if (second !== undefined)
    return {problems: [second.problemAt([], 'a file has one scenario, here begins a second')]};
  const other = otherThanScenario(source);
  if (other !== undefined) return {problems: [other]};
  const lab = elsewhere(here, neededClusters(source.value));
  const {filled, variables, problems: wrongValues} = fillVariables(source, settings);
  const checked = scenarioSchema.safeParse(filled.value);
  const found = [
    ...wrongValues,
    ...problemsOf(checked.error?.issues ?? [], filled),
    ...ruleProblems(filled, lab),
  ];
  if (found.length > 0 || checked.data === undefined) return {problems: inOrder(found)};
  return {scenario: toScenario(file, checked.data, source, variables, lab), problems: []};
}

/** A manifest among the scenarios: to say what it lacks as a scenario would help nobody. */
function otherThanScenario(source: SourceDocument): Problem | undefined {
  const {apiVersion, kind} = fieldsAt({source: source.value}, 'source');
  const isManifest = typeof apiVersion === 'string' && typeof kind === 'string' && kind !== 'Scenario';
  if (!isManifest || apiVersion.startsWith('eastwest/')) return undefined;
  const message = `${kind} ${apiVersion} is no scenario; manifests of a pack go into a folder in it, and are named ./FOLDER/FILE`;
  return source.problemAt(['kind'], message);
}

function inOrder(problems: readonly Problem[]): readonly Problem[] {
  return [...problems].sort((a, b) => a.line - b.line || a.col - b.col);
}

function toScenario(
  file: string,
  {metadata, spec}: ScenarioFile,
  source: SourceDocument,
  variables: readonly Variable[],
  lab: Surroundings,
): Scenario {
  const {pack, name, title, after = [], labels = {}} = metadata;
  const apps = (spec.needs.apps ?? []).map((app) => {
    const [cluster = '', deployment = ''] = app.split('/');
    return {cluster, deployment};
  });
  const stepsAt = (steps: readonly StepFile[] | undefined, ...path: (string | number)[]) =>
    (steps ?? []).map((step, place) =>
      toStep(step, source.problemAt(['spec', ...path, place], '').line, (name) => lab.manifest(name, file)),
    );
  return {
    id: `${pack}/${name}`,
    file,
    pack,
    name,
    title: textOf(title),
    after,
    labels,
    needs: {clusters: spec.needs.clusters, apps},
    requires: spec.requires ?? [],
    istio: spec.istio,
    variables,
    given: stepsAt(spec.given, 'given'),
    phases: spec.phases.map((phase, index) => ({
      name: phase.name,
      steps: stepsAt(phase.steps, 'phases', index, 'steps'),
    })),
    catch: stepsAt(spec.catch, 'catch').filter((step): step is ProbeStep => step.kind === 'probe'),
    finally: stepsAt(spec.finally, 'finally'),
  };
}

function toStep(step: StepFile, line: number, manifest: (file: string) => string | undefined): ScenarioStep {
  const {expect = [], within = '0s', converges = 1, consistently = '0s', never = '0s'} = step;
  const explain = textOf(step.explain);
  const action = ACTION_KEYS.find((key) => step[key] !== undefined);
  if (action !== undefined) {
    const value = step[action];
    const {file} = fieldsAt({value}, 'value');
    const placed = typeof file === 'string' ? {...value, file: manifest(file)} : value;
    return {kind: 'action', explain, line, key: action, value: placed};
  }
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
    converges,
    consistentlyMs: durationMs(consistently),
    neverMs: durationMs(never),
  };
}
