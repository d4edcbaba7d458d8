import test from 'ava';
import {schemaProblems, type SchemaIssue} from '../../../src/base/schema-problems.js';
import {problemText, readYaml} from '../../../src/base/yaml.js';

const TEXT = `name: west
pool:
  frist: 1
  colour: red
  last: two
`;

function said(issue: SchemaIssue, allowed: readonly string[] = []): string[] {
  const [source] = readYaml('lab.yaml', TEXT).documents;
  if (source === undefined) throw new Error('no document');
  return schemaProblems(source, [issue], () => allowed).map(problemText);
}

test('an unknown key is said at the key, with the known key that is near to it, and all that are allowed', (t) => {
  const issue = {code: 'unrecognized_keys', path: ['pool'], keys: ['frist'], message: 'Unrecognized key'};
  t.deepEqual(said(issue, ['first', 'last']), [
    'lab.yaml:3:3: unknown key frist, did you mean first?; allowed here: first, last',
  ]);
});

test('where no key is near, none is proposed', (t) => {
  const issue = {code: 'unrecognized_keys', path: ['pool'], keys: ['colour'], message: 'Unrecognized key'};
  t.deepEqual(said(issue, ['first', 'last']), [
    'lab.yaml:4:3: unknown key colour; allowed here: first, last',
  ]);
});

test('several unknown keys of one mapping are several problems', (t) => {
  const issue = {code: 'unrecognized_keys', path: ['pool'], keys: ['frist', 'colour'], message: ''};
  t.is(said(issue, ['first']).length, 2);
});

test('a wrong type names the path, what was expected and what is there', (t) => {
  const issue = {code: 'invalid_type', path: ['pool', 'last'], expected: 'number', message: 'Invalid input'};
  t.deepEqual(said(issue), ['lab.yaml:5:9: pool.last: expected number, got "two"']);
});

test('a missing value is said as missing, at the mapping that lacks it', (t) => {
  const issue = {code: 'invalid_type', path: ['pool', 'first'], expected: 'number', message: ''};
  t.deepEqual(said(issue), ['lab.yaml:3:3: pool.first: missing, expected number']);
});

test("any other issue keeps the schema's own words, without its preamble", (t) => {
  const issue = {
    code: 'invalid_value',
    path: ['name'],
    message: 'Invalid input: expected "east"',
  };
  t.deepEqual(said(issue), ['lab.yaml:1:7: name: expected "east", got "west"']);
});

test('a long value is cut', (t) => {
  const [source] = readYaml('l.yaml', `name: ${'x'.repeat(200)}`).documents;
  if (source === undefined) throw new Error('no document');
  const [problem] = schemaProblems(source, [{code: 'custom', path: ['name'], message: 'bad'}], () => []);
  t.true((problem?.message.length ?? 999) < 90);
  t.true(problem?.message.endsWith('...'));
});
