import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {Ajv} from 'ajv';
import test from 'ava';
import {parse} from 'yaml';
import {labJsonSchema} from '../../../../src/lab/json-schema.js';
import {ACTION_KEYS, ACTIONS} from '../../../../src/scenario/actions/actions.js';
import {EXPECTATION_KEYS, EXPECTATIONS} from '../../../../src/scenario/expectations/expectations.js';
import {PROBE_KEYS, PROBES} from '../../../../src/scenario/probes/probes.js';
import {scenarioJsonSchema, type JsonSchema} from '../../../../src/scenario/reference/json-schema.js';
import {scenarioReference} from '../../../../src/scenario/reference/pages.js';
import {projectFile} from '../../../helpers/project.js';
import {scenarioFixture} from '../../../helpers/scenarios.js';

const ajv = new Ajv({strict: false, allErrors: true});
const isScenario = ajv.compile(scenarioJsonSchema());
const isLab = ajv.compile(labJsonSchema());

test('the schema takes every scenario of the project and the fixture with every key', (t) => {
  const packs = readdirSync(projectFile('scenarios'));
  const files = packs.flatMap((pack) =>
    readdirSync(projectFile(join('scenarios', pack))).map((name) =>
      projectFile(join('scenarios', pack, name)),
    ),
  );
  t.true(files.length > 0);
  for (const file of files.filter((name) => name.endsWith('.yaml'))) {
    t.true(isScenario(parse(readFileSync(file, 'utf8'))), `${file}: ${ajv.errorsText(isScenario.errors)}`);
  }
  t.true(isScenario(parse(scenarioFixture('valid-whole.yaml'))), ajv.errorsText(isScenario.errors));
});

for (const name of ['unknown-keys', 'values', 'step', 'variables']) {
  test(`the schema refuses invalid-${name}.yaml`, (t) => {
    t.false(isScenario(parse(scenarioFixture(`invalid-${name}.yaml`))));
  });
}

test("the schema takes the chapter's lab, and refuses one with an unknown key", (t) => {
  t.true(isLab(parse(readFileSync(projectFile('ch12/lab.yaml'), 'utf8'))), ajv.errorsText(isLab.errors));
  t.false(isLab(parse(readFileSync(projectFile('test/fixtures/labs/invalid-unknown-key.yaml'), 'utf8'))));
});

const KINDS = {...ACTIONS, ...PROBES, ...EXPECTATIONS};

for (const key of [...ACTION_KEYS, ...PROBE_KEYS, ...EXPECTATION_KEYS]) {
  test(`${key} is explained with an example that it takes`, (t) => {
    const {schema} = KINDS[key];
    const meta = schema.meta() as {description?: string; examples?: unknown[]} | undefined;
    t.regex(meta?.description ?? '', /^[A-Z].*[.]$/);
    t.true((meta?.examples ?? []).length > 0, 'no example');
    for (const example of meta?.examples ?? []) t.true(schema.safeParse(example).success);
  });
}

test('every key of a scenario file has a description', (t) => {
  const schema = scenarioJsonSchema();
  const bare: string[] = [];
  const walk = (at: JsonSchema, path: string): void => {
    for (const [key, part] of Object.entries(at.properties ?? {})) {
      if ((part.description ?? '') === '') bare.push(`${path}.${key}`);
      walk(part, `${path}.${key}`);
    }
    for (const one of at.anyOf ?? []) walk(one, path);
    if (at.items !== undefined) walk(at.items, path);
  };
  walk(schema, '');
  for (const [name, definition] of Object.entries(schema.definitions ?? {})) walk(definition, name);
  t.deepEqual(bare, []);
});

test('the reference has a part for every kind, with its example', (t) => {
  const text = scenarioReference(scenarioJsonSchema(), 'example\n');
  for (const key of [...ACTION_KEYS, ...PROBE_KEYS, ...EXPECTATION_KEYS]) {
    t.regex(text, new RegExp(`^### ${key}$`, 'm'));
    t.regex(text, new RegExp(`^${key}:`, 'm'));
  }
});
