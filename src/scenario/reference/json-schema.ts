import {z} from 'zod';
import {withoutOwnFormats} from '../../base/json-schema.js';
import {scenarioSchema} from '../schema.js';

/** What the reference reads of a JSON Schema. */
export interface JsonSchema {
  type?: string | string[];
  description?: string;
  title?: string;
  const?: unknown;
  default?: unknown;
  enum?: readonly unknown[];
  pattern?: string;
  minimum?: number;
  maximum?: number;
  anyOf?: JsonSchema[];
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: readonly string[];
  additionalProperties?: JsonSchema | boolean;
  propertyNames?: JsonSchema;
  examples?: readonly unknown[];
  definitions?: Record<string, JsonSchema>;
  $ref?: string;
  [key: string]: unknown;
}

const NAME = '[A-Za-z][A-Za-z0-9_]*';
/** Nothing but a variable: it becomes its value, which may be a number. */
const ONLY_A_VARIABLE = {type: 'string', pattern: `^\\$\\{var\\.${NAME}\\}$`};
/** A text with a variable somewhere in it. */
const WITH_A_VARIABLE = {type: 'string', pattern: `\\$\\{var\\.${NAME}\\}`};

/** The JSON Schema of scenario files, from the same source as the parser. */
export function scenarioJsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(scenarioSchema, {
    target: 'draft-7',
    io: 'input',
    override: withoutOwnFormats,
  }) as unknown as JsonSchema;
  for (const name of ['Step', 'Expectation']) {
    const definition = schema.definitions?.[name];
    if (definition?.properties === undefined) throw new TypeError(`the schema has no definition of ${name}`);
    definition.properties = mapValues(definition.properties, withVariables);
  }
  return schema;
}

/** The parser fills `${var.name}` in before it looks at a step, so it may stand wherever a plain value may. */
function withVariables(schema: JsonSchema): JsonSchema {
  const {description, examples, ...rest} = schema;
  const said = {
    ...(description === undefined ? {} : {description}),
    ...(examples === undefined ? {} : {examples}),
  };
  if (isPlain(schema)) {
    return {...said, anyOf: [rest, schema.pattern === undefined ? ONLY_A_VARIABLE : WITH_A_VARIABLE]};
  }
  const {properties, anyOf, items, additionalProperties: values, propertyNames: names} = schema;
  return {
    ...schema,
    ...(properties === undefined ? {} : {properties: mapValues(properties, withVariables)}),
    ...(anyOf === undefined ? {} : {anyOf: anyOf.map(withVariables)}),
    ...(items === undefined ? {} : {items: withVariables(items)}),
    ...(typeof values === 'object' ? {additionalProperties: withVariables(values)} : {}),
    ...(names === undefined ? {} : {propertyNames: withVariables(names)}),
  };
}

function isPlain({type, pattern, const: constant, enum: choice}: JsonSchema): boolean {
  if (typeof type === 'string' && ['number', 'integer', 'boolean'].includes(type)) return true;
  return pattern !== undefined || constant !== undefined || choice !== undefined;
}

function mapValues(
  schemas: Readonly<Record<string, JsonSchema>>,
  change: (schema: JsonSchema) => JsonSchema,
): Record<string, JsonSchema> {
  return Object.fromEntries(Object.entries(schemas).map(([key, schema]) => [key, change(schema)]));
}
