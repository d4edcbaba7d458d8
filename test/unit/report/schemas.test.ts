import {readFileSync} from 'node:fs';
import test from 'ava';
import {Ajv2020} from 'ajv/dist/2020.js';
import {validateXML} from 'xmllint-wasm';
import {jsonText, junitText} from '../../../src/report/index.js';
import {projectFile} from '../../helpers/project.js';
import {RUNS, storyFixture} from '../../helpers/runs.js';

const schema = JSON.parse(readFileSync(projectFile('schemas/results.schema.json'), 'utf8')) as object;
const xsd = readFileSync(projectFile('test/fixtures/junit.xsd'), 'utf8');
const ajv = new Ajv2020({allErrors: true, validateFormats: false});

interface Result {
  verdict: string;
}
const results = (): {results: Result[]; totals: Record<string, unknown>} =>
  JSON.parse(jsonText(storyFixture(RUNS[0]))) as {results: Result[]; totals: Record<string, unknown>};

for (const id of RUNS) {
  test(`results.json of ${id} is as the schema says`, (t) => {
    const valid = ajv.compile(schema);
    t.true(valid(JSON.parse(jsonText(storyFixture(id)))), JSON.stringify(valid.errors));
  });

  test(`junit.xml of ${id} is as CI servers read it`, async (t) => {
    const {valid, errors} = await validateXML({
      xml: {fileName: 'junit.xml', contents: junitText(storyFixture(id))},
      schema: xsd,
    });
    t.true(valid, JSON.stringify(errors));
  });
}

test('the schema refuses a verdict that is none, a field too many and a missing one', (t) => {
  const valid = ajv.compile(schema);
  const other = results();
  for (const first of other.results.slice(0, 1)) first.verdict = 'perhaps';
  t.false(valid(other));
  t.false(valid({...results(), more: 1}));
  t.false(valid({...results(), totals: {}}));
});

test('the rules for JUnit refuse a case without its class, and a failure without its type', async (t) => {
  const xml = junitText(storyFixture(RUNS[0]));
  for (const [from, to] of [
    [/ classname="[^"]*"/, ''],
    [/ type="expectation"/, ''],
    [/tests="\d+"/, 'tests="many"'],
  ] as const) {
    const contents = xml.replace(from, to);
    t.not(contents, xml);
    const {valid} = await validateXML({xml: {fileName: 'junit.xml', contents}, schema: xsd});
    t.false(valid, String(from));
  }
});
