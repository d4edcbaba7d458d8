import {readFileSync} from 'node:fs';
import test from 'ava';
import {Ajv2020} from 'ajv/dist/2020.js';
import {validateXML} from 'xmllint-wasm';
import type {Explanation} from '../../../src/findings/index.js';
import {htmlText, jsonText, junitText, readEvents, storyOf, summaryText} from '../../../src/report/index.js';
import {projectFile} from '../../helpers/project.js';
import {eventsText, RUNS} from '../../helpers/runs.js';

const explanation: Explanation = {
  format: 1,
  lab: 'ch12',
  at: '2026-03-14T09:27:00.000Z',
  seconds: 2.4,
  verdict: 'fault',
  finding: {
    code: 'foreign-root',
    check: 'trust',
    title: 'The clusters have different roots',
    cause: 'The root of east is not that of west.',
    remedy: ['eastwest up', 'keast -n istio-system rollout restart deploy'],
    page: 'docs/findings/foreign-root.md',
  },
  checks: [
    {
      id: 'trust',
      title: 'Trust',
      state: 'fault',
      looked: 'Secrets cacerts',
      evidence: [
        {of: 'west', seen: 'root A'},
        {of: 'east', seen: 'root <B>'},
      ],
      seconds: 2.4,
    },
    {
      id: 'call',
      title: 'A call',
      state: 'not-judged',
      looked: 'a call',
      evidence: [],
      reason: 'it cannot be judged before Trust is right',
      seconds: 2.4,
    },
  ],
  measured: {supply: 'source', proxy: {kind: 'stock-envoy', version: '1.40.0'}},
};

/** The run with what was explained of the first scenario that failed in it. */
function story(said: unknown = explanation) {
  const lines = eventsText(RUNS[0]).trimEnd().split('\n');
  const at = lines.findIndex(
    (line) => line.includes('"type":"scenario"') && line.includes('"state":"failed"'),
  );
  const {id} = JSON.parse(lines[at] ?? '{}') as {id: string};
  const event = {type: 'explained', scenario: id, at: '2026-03-14T09:27:00.000Z', explanation: said};
  return storyOf(readEvents([...lines.toSpliced(at, 0, JSON.stringify(event)), ''].join('\n'), 'e.jsonl'));
}

test('results.json has the whole explanation, as its schema says', (t) => {
  const schema = JSON.parse(readFileSync(projectFile('schemas/results.schema.json'), 'utf8')) as object;
  const valid = new Ajv2020({allErrors: true, validateFormats: false}).compile(schema);
  const {results} = JSON.parse(jsonText(story())) as {results: {explained?: Explanation}[]};
  t.deepEqual(
    results.flatMap(({explained}) => explained ?? []),
    [explanation],
  );
  t.true(valid(JSON.parse(jsonText(story()))), JSON.stringify(valid.errors));
});

test('junit.xml has cause, remedy and page with the failure', async (t) => {
  const contents = junitText(story());
  for (const text of [
    'explained: foreign-root: The root of east is not that of west.',
    'remedy: keast -n istio-system rollout restart deploy',
    'page: docs/findings/foreign-root.md',
  ])
    t.true(contents.includes(text), text);
  const schema = readFileSync(projectFile('test/fixtures/junit.xsd'), 'utf8');
  t.true((await validateXML({xml: {fileName: 'junit.xml', contents}, schema})).valid);
});

test('the page and the table of a run say it, each in its language, and nothing unescaped', (t) => {
  const page = htmlText(story());
  t.true(page.includes('What is wrong with the lab') && page.includes('<code>foreign-root</code>'));
  t.true(page.includes('root &lt;B&gt;'));
  t.true(htmlText(story(), 'ko').includes('실습 환경에서 잘못된 점'));
  t.regex(summaryText(story(), 400), /explained: foreign-root: The root of east is not that of west\./);
});

test('an explanation that is none is told with its line', (t) => {
  t.throws(() => story({...explanation, verdict: 'perhaps'}), {message: /explained\.explanation\.verdict/});
});
