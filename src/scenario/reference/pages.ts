import {writeYaml} from '../../base/yaml.js';
import {ACTION_KEYS} from '../actions/actions.js';
import {EXPECTATION_KEYS, judgedBy} from '../expectations/expectations.js';
import {PROBE_KEYS, probeOf} from '../probes/probes.js';
import {variableNames} from '../variables.js';
import type {JsonSchema} from './json-schema.js';
import {keyTable, typeText} from './key-table.js';
import {INTRODUCTION, RULES} from './prose.js';

/** The reference of the scenario language as Markdown; `example` is a whole file. */
export function scenarioReference(schema: JsonSchema, example: string): string {
  const {definitions = {}, properties = {}} = schema;
  const step = definitions['Step'] ?? {};
  const expectation = definitions['Expectation'] ?? {};
  const own = [...ACTION_KEYS, ...PROBE_KEYS];
  const kind = (of: JsonSchema, key: string): JsonSchema => of.properties?.[key] ?? {};
  return [
    '<!-- Made by "npm run generate" from the schema in src/scenario; what is written here by hand is lost. -->',
    '# Scenarios: the reference',
    INTRODUCTION,
    `\`\`\`yaml\n${example}\`\`\``,
    '## The file',
    keyTable({...schema, properties: onlyNames(properties)}),
    '### metadata',
    keyTable(properties['metadata'] ?? {}),
    '### spec',
    keyTable(properties['spec'] ?? {}),
    '### A variable',
    keyTable(definitions['Variable'] ?? {}),
    '### A phase',
    keyTable(definitions['Phase'] ?? {}),
    '## A step',
    `${step.description ?? ''} Beside \`explain\` it has the key of one action or of one probe.`,
    keyTable({...step, properties: without(step.properties ?? {}, own)}),
    RULES,
    `In a cluster's place stand the clusters of the lab. With \`west\` and \`east\` the lab's variables are: ${variableNames(
      ['west', 'east'],
    )
      .map((name) => `\`\${${name}}\``)
      .join(', ')}.`,
    '## Actions',
    ...ACTION_KEYS.map((key) => section(key, kind(step, key), [])),
    '## Probes',
    ...PROBE_KEYS.map((key) => section(key, kind(step, key), [judgesOf(key)])),
    '## Expectations',
    expectation.description ?? '',
    ...EXPECTATION_KEYS.map((key) => section(key, kind(expectation, key), [measuresOf(key)])),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

function section(key: string, schema: JsonSchema, more: readonly string[]): string {
  const {description = '', examples = []} = schema;
  const table = keyTable(schema);
  const parts = [
    `### ${key}`,
    description,
    ...more,
    table === '' ? `Its value: ${typeText(schema)}.` : table,
    ...examples.map((example) => `\`\`\`yaml\n${writeYaml({[key]: example})}\`\`\``),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function judgesOf(key: (typeof PROBE_KEYS)[number]): string {
  const {gives} = probeOf(key);
  return `Judged by: ${EXPECTATION_KEYS.filter((candidate) => judgedBy(candidate).includes(gives))
    .map(link)
    .join(', ')}.`;
}

function measuresOf(key: (typeof EXPECTATION_KEYS)[number]): string {
  const probes = PROBE_KEYS.filter((probe) => judgedBy(key).includes(probeOf(probe).gives));
  return `Judges: ${probes.map(link).join(', ')}.`;
}

function link(key: string): string {
  return `[\`${key}\`](#${key.toLowerCase()})`;
}

/** The keys themselves, without what is in them. */
function onlyNames(schemas: Readonly<Record<string, JsonSchema>>): Record<string, JsonSchema> {
  return Object.fromEntries(
    Object.entries(schemas).map(([key, part]) => [key, {...part, properties: {}}] as const),
  );
}

function without(
  schemas: Readonly<Record<string, JsonSchema>>,
  keys: readonly string[],
): Record<string, JsonSchema> {
  return Object.fromEntries(Object.entries(schemas).filter(([key]) => !keys.includes(key)));
}
