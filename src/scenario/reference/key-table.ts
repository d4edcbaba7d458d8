import type {JsonSchema} from './json-schema.js';

/** What YAML's people call what JSON Schema calls otherwise. */
const WORDS: Readonly<Record<string, string>> = {string: 'text', object: 'mapping', array: 'list'};

const DEFINITIONS = '#/definitions/';

/** Every key of a mapping, also of the mappings in it, as rows of a table; '' where it has no keys. */
export function keyTable(schema: JsonSchema, leaveOut: readonly string[] = []): string {
  const rows = rowsOf(schema, '').filter(({key}) => !leaveOut.includes(key));
  if (rows.length === 0) return '';
  const lines = rows.map(
    ({key, type, must, meaning}) => `| \`${key}\` | ${type} | ${must ? 'yes' : ''} | ${meaning} |`,
  );
  return ['| key | type | required | meaning |', '| --- | --- | --- | --- |', ...lines].join('\n');
}

interface Row {
  readonly key: string;
  readonly type: string;
  readonly must: boolean;
  readonly meaning: string;
}

function rowsOf(schema: JsonSchema, above: string): readonly Row[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, part]) => {
    const key = `${above}${name}`;
    const must = schema.required?.includes(name) === true;
    const row = {key, type: cell(typeText(part)), must, meaning: cell(meaningOf(part))};
    const inner = mappingIn(part);
    return [row, ...(inner === undefined ? [] : rowsOf(inner, `${key}.`))];
  });
}

/** The mapping that a value is or may be; one with a name has a table of its own. */
function mappingIn(schema: JsonSchema): JsonSchema | undefined {
  if (schema.properties !== undefined) return schema;
  return schema.anyOf?.map(mappingIn).find((inner) => inner !== undefined);
}

function meaningOf({description = '', default: given, examples}: JsonSchema): string {
  const [example] = examples ?? [];
  return [
    description,
    given === undefined ? '' : `Default: \`${JSON.stringify(given)}\`.`,
    example === undefined ? '' : `Example: \`${JSON.stringify(example)}\`.`,
  ]
    .filter((text) => text !== '')
    .join(' ');
}

/** What a value may be, in a few words. */
export function typeText(schema: JsonSchema): string {
  const {$ref: ref, const: constant, enum: choice, anyOf, type, items, additionalProperties: values} = schema;
  if (ref !== undefined) return ref.replace(DEFINITIONS, '').toLowerCase();
  if (constant !== undefined) return `\`${JSON.stringify(constant)}\``;
  if (choice !== undefined) return choice.map((one) => `\`${String(one)}\``).join(', ');
  if (anyOf !== undefined) {
    const kinds = anyOf.filter((one) => !isVariable(one)).map(typeText);
    return [...new Set(kinds)].join(' or ');
  }
  if (type === 'array') return `list of ${typeText(items ?? {})}`;
  if (type === 'object' && typeof values === 'object') return `mapping of ${typeText(values)}`;
  if (type === 'integer') return `number${rangeText(schema)}`;
  if (type === undefined) return 'anything';
  return [type]
    .flat()
    .map((one) => WORDS[one] ?? one)
    .join(' or ');
}

function rangeText({minimum, maximum}: JsonSchema): string {
  const low = minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER ? minimum : undefined;
  const high = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER ? maximum : undefined;
  if (low === undefined && high === undefined) return '';
  if (high === undefined) return `, at least ${low}`;
  return `, ${low ?? '…'} to ${high}`;
}

function isVariable({type, pattern}: JsonSchema): boolean {
  return type === 'string' && pattern?.includes('\\{var') === true;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
