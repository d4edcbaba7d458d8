import type {Path, Problem, SourceDocument} from '../base/yaml.js';
import {ACTION_KEYS, actionOf, type ActionKey} from './actions/actions.js';
import {EXPECTATION_KEYS, judgedBy, type ExpectationKey} from './expectations/expectations.js';
import {PROBE_KEYS, probeOf, type ProbeKey} from './probes/probes.js';
import {didYouMean} from './did-you-mean.js';
import {fieldsAt, listAt, textList, type Fields} from './fields.js';
import {MODE_KEYS, modeProblems} from './mode-rules.js';
import {VARIABLE_PREFIX} from './typed-variables.js';
import {textsIn, variableNames, variablesIn} from './variables.js';

/** What the lab has; scenarios may name nothing else. */
export interface Surroundings {
  readonly clusters: readonly string[];
  /** The client container's name. */
  readonly client: string;
  /** Whether the lab's folder has this file. */
  readonly hasFile: (file: string) => boolean;
  /** Names of the scenarios of the same pack, where they are known. */
  readonly packNames?: readonly string[];
}

type Rule = (step: Fields, path: Path) => readonly Problem[];

const RESERVED_PHASES = ['given', 'catch', 'finally'];

/** What a schema cannot say: which keys go together, and whether what is named is there. */
export function ruleProblems(source: SourceDocument, lab: Surroundings): readonly Problem[] {
  const spec = fieldsAt(source.value, 'spec');
  const known = [
    ...variableNames(lab.clusters),
    ...Object.keys(fieldsAt(spec, 'variables')).map((name) => `${VARIABLE_PREFIX}${name}`),
  ];
  const check = stepRule(source, lab, known, true);
  const look = catchRule(source, stepRule(source, lab, known, false));
  const checkAll = (steps: readonly Fields[], path: Path, rule = check) =>
    steps.flatMap((step, place) => rule(step, [...path, place]));
  return [
    ...orderProblems(source, lab),
    ...needsProblems(source, spec, lab),
    ...checkAll(listAt(spec, 'given'), ['spec', 'given']),
    ...phaseProblems(source, spec, checkAll),
    ...checkAll(listAt(spec, 'catch'), ['spec', 'catch'], look),
    ...checkAll(listAt(spec, 'finally'), ['spec', 'finally']),
  ];
}

function phaseProblems(
  source: SourceDocument,
  spec: Fields,
  checkAll: (steps: readonly Fields[], path: Path) => readonly Problem[],
): readonly Problem[] {
  return listAt(spec, 'phases').flatMap((phase, index) => {
    const path = ['spec', 'phases', index];
    const steps = listAt(phase, 'steps');
    const problem = (message: string): Problem => source.problemAt([...path, 'name'], message);
    const measures = steps.length === 0 || steps.some((step) => PROBE_KEYS.some((key) => key in step));
    const taken = RESERVED_PHASES.includes(String(phase['name']));
    return [
      ...(taken
        ? [problem(`a phase may not be called ${String(phase['name'])}: spec has a key of that name`)]
        : []),
      ...(measures ? [] : [problem('an action without an expectation: this phase judges nothing')]),
      ...checkAll(steps, [...path, 'steps']),
    ];
  });
}

/** What only looks needs no expectation, and changes nothing. */
function catchRule(source: SourceDocument, check: Rule): Rule {
  return (step, path) => {
    const action = ACTION_KEYS.find((key) => key in step);
    if (action === undefined) return check(step, path);
    return [source.problemAtKey([...path, action], `"catch" only looks; ${action} is an action`)];
  };
}

function stepRule(
  source: SourceDocument,
  lab: Surroundings,
  variables: readonly string[],
  mustExpect: boolean,
): Rule {
  return (step, path) => {
    const actions = ACTION_KEYS.filter((key) => key in step);
    const probes = PROBE_KEYS.filter((key) => key in step);
    const names = [...actions, ...probes];
    const [key] = names;
    if (names.length > 1)
      return [source.problemAt(path, `a step does one thing, this one has ${names.join(', ')}`)];
    if (key === undefined) {
      return [source.problemAt(path, `a step wants one of ${[...ACTION_KEYS, ...PROBE_KEYS].join(', ')}`)];
    }
    const value = fieldsAt(step, key);
    const named = [
      ...clusterProblems(source, value, [...path, key], lab),
      ...variableProblems(source, step, path, variables),
    ];
    return probes.length > 0
      ? [
          ...named,
          ...probeProblems(source, key as ProbeKey, step, path, mustExpect),
          ...('expect' in step || !mustExpect ? modeProblems(source, step, path) : []),
          ...clientProblems(source, value, [...path, key], lab),
        ]
      : [...named, ...actionProblems(source, key as ActionKey, step, path, lab)];
  };
}

function probeProblems(
  source: SourceDocument,
  key: ProbeKey,
  step: Fields,
  path: Path,
  mustExpect: boolean,
): readonly Problem[] {
  if (!('expect' in step)) {
    const message = `a probe without an expectation: ${key} wants "expect" beside it`;
    return mustExpect ? [source.problemAtKey([...path, key], message)] : [];
  }
  const {gives} = probeOf(key);
  return listAt(step, 'expect').flatMap((item, index) => {
    const at = [...path, 'expect', index];
    const keys = Object.keys(item).filter((candidate) =>
      EXPECTATION_KEYS.includes(candidate as ExpectationKey),
    );
    const wrong = (keys as ExpectationKey[]).filter((candidate) => !judgedBy(candidate).includes(gives));
    const fitting = EXPECTATION_KEYS.filter((candidate) => judgedBy(candidate).includes(gives)).join(', ');
    return [
      ...(keys.length === 1 || (keys.length === 0 && Object.keys(item).length > 0)
        ? []
        : [source.problemAt(at, `an expectation wants one of ${fitting}`)]),
      ...wrong.map((bad) =>
        source.problemAtKey([...at, bad], `"${bad}" cannot judge ${key}; what can: ${fitting}`),
      ),
    ];
  });
}

function actionProblems(
  source: SourceDocument,
  key: ActionKey,
  step: Fields,
  path: Path,
  lab: Surroundings,
): readonly Problem[] {
  const misplaced = ['expect', ...MODE_KEYS].filter((name) => name in step);
  const files = actionOf(key).files === undefined ? [] : [fieldsAt(step, key)['file']];
  const missing = files.filter((file): file is string => typeof file === 'string' && !lab.hasFile(file));
  return [
    ...misplaced.map((name) =>
      source.problemAtKey([...path, name], `"${name}" goes with a probe; ${key} is an action`),
    ),
    ...missing.map((file) => source.problemAt([...path, key, 'file'], `no file ${file} in the lab's folder`)),
  ];
}

function orderProblems(source: SourceDocument, {packNames}: Surroundings): readonly Problem[] {
  if (packNames === undefined) return [];
  return textList(fieldsAt(source.value, 'metadata')['after']).flatMap((name, index) => {
    if (packNames.includes(name)) return [];
    const message = `comes after ${name}, which the pack does not have${didYouMean(name, packNames)}`;
    return [source.problemAt(['metadata', 'after', index], message)];
  });
}

function needsProblems(source: SourceDocument, spec: Fields, lab: Surroundings): readonly Problem[] {
  const needs = fieldsAt(spec, 'needs');
  const named = (key: string, clusterOf: (text: string) => string) =>
    textList(needs[key]).flatMap((text, index) =>
      unknownCluster(source, clusterOf(text), ['spec', 'needs', key, index], lab),
    );
  return [...named('clusters', (text) => text), ...named('apps', (text) => text.split('/')[0] ?? '')];
}

/** Keys whose text is a cluster's name, and keys under which there are more such mappings. */
const CLUSTER_KEYS = ['cluster', 'gateway', 'node', 'reads'];
const PLACES = ['from', 'pod', 'at', 'call', 'during', 'callers', 'callees'];

interface Place {
  readonly fields: Fields;
  readonly at: Path;
}

/** The mapping that stands there, or each one of a list. */
function placesAt(part: unknown, path: Path): readonly Place[] {
  if (!Array.isArray(part)) return [{fields: fieldsAt({part}, 'part'), at: path}];
  return part.map((item: unknown, index) => ({fields: fieldsAt({item}, 'item'), at: [...path, index]}));
}

function clusterProblems(
  source: SourceDocument,
  value: Fields,
  path: Path,
  lab: Surroundings,
): readonly Problem[] {
  const check = ({fields, at}: Place): readonly Problem[] => clusterProblems(source, fields, at, lab);
  return Object.entries(value).flatMap(([key, part]) => {
    if (CLUSTER_KEYS.includes(key) && typeof part === 'string') {
      return unknownCluster(source, part, [...path, key], lab);
    }
    if (key === 'clusters') {
      return textList(part).flatMap((name, index) =>
        unknownCluster(source, name, [...path, key, index], lab),
      );
    }
    return PLACES.includes(key) ? placesAt(part, [...path, key]).flatMap(check) : [];
  });
}

function unknownCluster(
  source: SourceDocument,
  name: string,
  path: Path,
  {clusters}: Surroundings,
): readonly Problem[] {
  if (clusters.includes(name)) return [];
  const message = `the lab has no cluster "${name}"${didYouMean(name, clusters)} (clusters: ${clusters.join(', ')})`;
  return [source.problemAt(path, message)];
}

function clientProblems(
  source: SourceDocument,
  {from}: Fields,
  path: Path,
  {client}: Surroundings,
): readonly Problem[] {
  if (typeof from !== 'string' || from === client) return [];
  return [source.problemAt([...path, 'from'], `the lab's client container is "${client}", not "${from}"`)];
}

function variableProblems(
  source: SourceDocument,
  step: Fields,
  path: Path,
  known: readonly string[],
): readonly Problem[] {
  const unknown = Object.entries(step).flatMap(([key, part]) =>
    textsIn(part)
      .flatMap(variablesIn)
      .filter((name) => !known.includes(name))
      .map((name) => ({key, name})),
  );
  return unknown.map(({key, name}) =>
    source.problemAt(
      [...path, key],
      `unknown variable \${${name}}${didYouMean(name, known)} (there are: ${known.join(', ')})`,
    ),
  );
}
