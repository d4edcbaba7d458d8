import type {Path, Problem, SourceDocument} from '../base/yaml.js';
import {ACTION_KEYS, actionOf, type ActionKey} from './actions/actions.js';
import {EXPECTATION_KEYS, judgedBy, type ExpectationKey} from './expectations/expectations.js';
import {PROBE_KEYS, probeOf, type ProbeKey} from './probes/probes.js';
import {clientProblems, clusterProblems, needsProblems} from './cluster-rules.js';
import {didYouMean} from './did-you-mean.js';
import {fieldsAt, listAt, textList, type Fields} from './fields.js';
import {MODE_KEYS, modeProblems} from './mode-rules.js';
import type {Surroundings} from './surroundings.js';
import {VARIABLE_PREFIX} from './typed-variables.js';
import {isBeside} from './manifest-place.js';
import {textsIn, variableNames, variablesIn} from './variables.js';

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
  const phases = listAt(spec, 'phases');
  const names = textList(phases.map(({name}) => name));
  return phases.flatMap((phase, index) => {
    const path = ['spec', 'phases', index];
    const steps = listAt(phase, 'steps');
    const problem = (message: string): Problem => source.problemAt([...path, 'name'], message);
    const measures = steps.length === 0 || steps.some((step) => PROBE_KEYS.some((key) => key in step));
    const name = names[index] ?? '';
    const twice = name !== '' && names.indexOf(name) < index;
    const taken = RESERVED_PHASES.includes(name);
    return [
      ...(taken ? [problem(`a phase may not be called ${name}: spec has a key of that name`)] : []),
      ...(twice ? [problem(`a second phase ${name}: a phase is told by its name`)] : []),
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
  const {file: scenarioFile} = source.problemAt([], '');
  const missing = files
    .filter((file) => typeof file === 'string')
    .filter((file) => lab.manifest(file, scenarioFile) === undefined);
  return [
    ...misplaced.map((name) =>
      source.problemAtKey([...path, name], `"${name}" goes with a probe; ${key} is an action`),
    ),
    ...missing.map((file) =>
      source.problemAt(
        [...path, key, 'file'],
        `no file ${file} ${isBeside(file) ? 'beside the scenario' : "in the lab's folder; one beside the scenario begins with ./"}`,
      ),
    ),
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
