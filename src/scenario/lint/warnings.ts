import {readYaml, type Path, type Problem, type SourceDocument} from '../../base/yaml.js';
import {readShare} from '../compare.js';
import {DURATION, durationMs} from '../duration.js';
import {fieldsAt, listAt} from '../fields.js';
import {VARIABLE_PREFIX} from '../typed-variables.js';
import {textsIn, variablesIn} from '../variables.js';
import {stepsOf, type StepAt} from './steps.js';

/** A manifest of the lab's folder: its text, and the name to tell it by. */
export type ReadManifest = (file: string) => {readonly name: string; readonly text: string} | undefined;

type Warn = (at: StepAt, source: SourceDocument, readManifest: ReadManifest) => readonly Problem[];

const LONG_WAIT_MS = 120_000;
const SMALL_SAMPLE = 5;
const DEPRECATED = 'consecutiveErrors';
const PROXY = 'istio-proxy';
const FRACTION = /^\D*[01](\.\d+)?$/;

/** What a scenario file may say and hardly means. The file is known to be sound otherwise. */
export function warningsOf(source: SourceDocument, readManifest: ReadManifest): readonly Problem[] {
  const found = stepsOf(source).flatMap((at) => WARNINGS.flatMap((warn) => warn(at, source, readManifest)));
  const seen = new Set<string>();
  return found.filter((problem) => {
    const key = JSON.stringify(problem);
    return !seen.has(key) && seen.add(key);
  });
}

/** Variables that no step of the file, as it is written, uses. */
export function unusedVariables(source: SourceDocument): readonly Problem[] {
  const used = new Set(stepsOf(source).flatMap(({step}) => textsIn(step).flatMap(variablesIn)));
  return Object.keys(fieldsAt(fieldsAt(source.value, 'spec'), 'variables'))
    .filter((name) => !used.has(`${VARIABLE_PREFIX}${name}`))
    .map((name) => source.problemAtKey(['spec', 'variables', name], `no step uses variable ${name}`));
}

const longWait: Warn = ({step, path}, source) => {
  const {within} = step;
  if (typeof within !== 'string' || !DURATION.test(within) || durationMs(within) <= LONG_WAIT_MS) return [];
  const message = `within ${within}: whoever waits for more than 120 s waits for something that does not come`;
  return [source.problemAt([...path, 'within'], message)];
};

const smallSample: Warn = ({step, path}, source) => {
  const {count} = fieldsAt(step, 'call');
  if (typeof count !== 'number' || count >= SMALL_SAMPLE) return [];
  const shares = listAt(step, 'expect').flatMap((item) => [
    ...Object.values(fieldsAt(item, 'share')),
    ...Object.values(fieldsAt(item, 'status')).filter((text) => FRACTION.test(String(text))),
  ]);
  if (shares.length === 0) return [];
  const message = `a share of ${count} ${count === 1 ? 'call' : 'calls'} says little; make at least ${SMALL_SAMPLE}`;
  return [source.problemAt([...path, 'call', 'count'], message)];
};

const deprecatedOutlier: Warn = ({step, path}, source, readManifest) => {
  const {file} = fieldsAt(step, 'apply');
  const manifest = typeof file === 'string' ? readManifest(file) : undefined;
  const inManifest =
    manifest === undefined
      ? []
      : readYaml(manifest.name, manifest.text).documents.flatMap((document) =>
          deprecatedKeys(document.value, []).map((at) => document.problemAtKey(at, DEPRECATED_MESSAGE)),
        );
  const patch: Path = [...path, 'patch', 'change'];
  const inPatch = deprecatedKeys(fieldsAt(step, 'patch')['change'], patch);
  return [...inManifest, ...inPatch.map((at) => source.problemAtKey(at, DEPRECATED_MESSAGE))];
};

const DEPRECATED_MESSAGE = `${DEPRECATED} is accepted by the CRD and ignored by istiod; use consecutive5xxErrors`;

function deprecatedKeys(value: unknown, path: Path): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => {
    const at = [...path, Array.isArray(value) ? Number(key) : key];
    return key === DEPRECATED ? [at] : deprecatedKeys(part, at);
  });
}

const curlInProxy: Warn = ({step, path}, source) => {
  const message = `what runs in ${PROXY} has its user and goes past the sidecar; take the container of the app`;
  return ['exec', 'call'].flatMap((key) => {
    const value = fieldsAt(step, key);
    const inProxy = fieldsAt(value, 'from')['container'] === PROXY || value['container'] === PROXY;
    const calls = key === 'call' || /\b(curl|wget)\b/.test(JSON.stringify(value['command'] ?? ''));
    return inProxy && calls ? [source.problemAt([...path, key, 'from'], message)] : [];
  });
};

const otherSample: Warn = ({step, path}, source) => {
  const {count} = fieldsAt(step, 'call');
  if (typeof count !== 'number') return [];
  return listAt(step, 'expect').flatMap((item, index) =>
    Object.entries(fieldsAt(item, 'share')).flatMap(([answer, text]) => {
      const {of: size} = readShare(String(text));
      if (size === undefined || size === count) return [];
      const message = `${String(text)}, but there are ${count} calls: this can never hold`;
      return [source.problemAt([...path, 'expect', index, 'share', answer], message)];
    }),
  );
};

/** As in `${west.ingress}` or `${var.count}`; a shell's `${HOME}` in a ConfigMap is none. */
const LAB_VARIABLE = /^\w+\.\w+$/;

const variableInManifest: Warn = ({step, path}, source, readManifest) =>
  ['apply', 'delete'].flatMap((key) => {
    const {file} = fieldsAt(step, key);
    const text = typeof file === 'string' ? readManifest(file)?.text : undefined;
    const name = variablesIn(text ?? '').find((found) => LAB_VARIABLE.test(found));
    if (name === undefined) return [];
    const message = `a manifest is applied as it stands, \${${name}} too; what a variable fills in goes into a patch`;
    return [source.problemAt([...path, key, 'file'], message)];
  });

const WARNINGS: readonly Warn[] = [
  longWait,
  smallSample,
  otherSample,
  deprecatedOutlier,
  variableInManifest,
  curlInProxy,
];
