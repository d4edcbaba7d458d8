import {isFields} from '../base/json.js';
import type {Path, Problem, SourceDocument} from '../base/yaml.js';
import {DURATION} from './duration.js';

export const VARIABLE_TYPES = ['string', 'number', 'duration'] as const;
export type VariableType = (typeof VARIABLE_TYPES)[number];
export const VARIABLE_NAME = /^[A-Za-z][A-Za-z0-9_]*$/;

/** Values from the command line, by name, as they were typed. */
export type Settings = Readonly<Record<string, string>>;

/** A variable of a scenario with the value that this run has for it. */
export interface Variable {
  readonly name: string;
  readonly type: VariableType;
  readonly value: string | number;
  readonly description?: string;
}

/** What comes before the name in `${var.name}`. */
export const VARIABLE_PREFIX = 'var.';

const SECTIONS = ['given', 'phases', 'catch', 'finally'] as const;
const USE = /\$\{var\.([A-Za-z][A-Za-z0-9_]*)\}/g;
const ONLY_USE = /^\$\{var\.([A-Za-z][A-Za-z0-9_]*)\}$/;
const EXPECTED: Readonly<Record<VariableType, string>> = {
  string: 'a text',
  number: 'a number',
  duration: 'a duration such as 30s',
};

/**
 * The variables that a file declares, and the file with their values in place of `${var.name}` in its steps. A
 * text that is nothing but a variable becomes its value, so that a number stays one.
 */
export function fillVariables(
  source: SourceDocument,
  settings: Settings,
): {
  readonly variables: readonly Variable[];
  readonly filled: SourceDocument;
  readonly problems: readonly Problem[];
} {
  const {value} = source;
  if (!isFields(value) || !isFields(value['spec'])) return {variables: [], filled: source, problems: []};
  const {spec} = value;
  const read = Object.entries(isFields(spec['variables']) ? spec['variables'] : {}).map(([name, declared]) =>
    readVariable(name, declared, Object.hasOwn(settings, name) ? settings[name] : undefined, source),
  );
  const variables = read.flatMap(({variable}) => variable ?? []);
  const values = new Map(variables.map((variable) => [variable.name, variable.value]));
  const sections = SECTIONS.filter((section) => section in spec).map(
    (section) => [section, fill(spec[section], values)] as const,
  );
  return {
    variables,
    filled: {...source, value: {...value, spec: {...spec, ...Object.fromEntries(sections)}}},
    problems: read.flatMap(({problems}) => problems),
  };
}

function readVariable(
  name: string,
  declared: unknown,
  setting: string | undefined,
  source: SourceDocument,
): {variable?: Variable; problems: readonly Problem[]} {
  if (!isFields(declared)) return {problems: []};
  const type = VARIABLE_TYPES.find((known) => known === declared['type']);
  const given = declared['default'];
  if (type === undefined || (typeof given !== 'string' && typeof given !== 'number')) return {problems: []};
  const at: Path = ['spec', 'variables', name];
  if (!isOfType(type, given)) {
    const message = `variable ${name}: expected ${EXPECTED[type]}, got ${JSON.stringify(given)}`;
    return {problems: [source.problemAt([...at, 'default'], message)]};
  }
  const {description} = declared;
  const common = {name, type, ...(typeof description === 'string' ? {description} : {})};
  if (setting === undefined) return {variable: {...common, value: given}, problems: []};
  const value = type === 'number' && setting.trim() !== '' ? Number(setting) : setting;
  if (isOfType(type, value)) return {variable: {...common, value}, problems: []};
  const message = `--set ${name}=${setting}: expected ${EXPECTED[type]}`;
  return {problems: [source.problemAtKey(at, message)]};
}

function isOfType(type: VariableType, value: string | number): boolean {
  if (type === 'number') return typeof value === 'number' && Number.isFinite(value);
  return typeof value === 'string' && (type === 'string' || DURATION.test(value));
}

function fill(value: unknown, values: ReadonlyMap<string, string | number>): unknown {
  if (typeof value === 'string') return fillText(value, values);
  if (Array.isArray(value)) return value.map((part: unknown) => fill(part, values));
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [String(fillText(key, values)), fill(part, values)]),
  );
}

function fillText(text: string, values: ReadonlyMap<string, string | number>): string | number {
  const only = ONLY_USE.exec(text)?.[1];
  if (only !== undefined) return values.get(only) ?? text;
  return text.replace(USE, (use, name: string) => String(values.get(name) ?? use));
}
