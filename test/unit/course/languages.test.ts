import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {languageOf, wordsIn} from '../../../src/course/index.js';
import {LANGUAGES, loadScenarios, type Text} from '../../../src/scenario/index.js';
import {EXPECTATION_KEYS} from '../../../src/scenario/expectations/expectations.js';
import {chapterPlan} from '../../helpers/chapter.js';
import {projectFile} from '../../helpers/project.js';
import {staleFiles} from '../../../scripts/generate.js';

const HANGUL = /[가-힣]/;
const scenarios = loadScenarios(projectFile('scenarios'), [], chapterPlan());

test('every title and explanation of every scenario is there in Korean, and is Korean', (t) => {
  t.true(scenarios.length >= 6);
  for (const {id, title, phases, finally: last} of scenarios) {
    const steps = [...phases.flatMap((phase) => phase.steps), ...last];
    const texts: readonly (readonly [string, Text])[] = [
      [id, title],
      ...steps.map((step) => [`${id}, line ${step.line}`, step.explain] as const),
    ];
    for (const [where, {en, ko}] of texts) {
      t.regex(ko ?? '', HANGUL, `${where}: no Korean`);
      t.notRegex(en, HANGUL, `${where}: Korean where English should stand`);
    }
  }
});

test('a sentence of Korean ends as the others do', (t) => {
  const texts = scenarios.flatMap(({phases}) =>
    phases.flatMap(({steps}) => steps.map(({explain}) => explain.ko ?? '')),
  );
  for (const text of texts) t.regex(text, /(니다|십시오)\.\)?$/, text);
});

test('both languages have words for everything, and Korean ones are Korean', (t) => {
  const said = (language: 'en' | 'ko') => leaves(wordsIn(language), '');
  t.deepEqual([...said('ko').keys()], [...said('en').keys()]);
  for (const [where, text] of said('ko')) t.regex(text, HANGUL, where);
  for (const [where, text] of said('en')) t.notRegex(text, HANGUL, where);
});

test('every expectation can be told in both languages', (t) => {
  for (const language of LANGUAGES)
    t.deepEqual(Object.keys(wordsIn(language).expected).sort(), [...EXPECTATION_KEYS].sort());
});

const sentences = test.macro(
  (t, key: keyof ReturnType<typeof wordsIn>['expected'], value: unknown, en: string, ko: string) => {
    for (const [language, text] of [
      ['en', en],
      ['ko', ko],
    ] as const) {
      const tell = wordsIn(language).expected[key] as (value: unknown, kind: string) => string;
      t.is(tell(value, 'endpoints'), text);
    }
  },
);

test(
  'all calls',
  sentences,
  'share',
  {A: '20 of 20'},
  'all 20 calls are answered `A`',
  '호출 20회 모두 `A` 응답을 받습니다',
);
test(
  'a number of calls',
  sentences,
  'share',
  {A: '>= 18 of 20'},
  'at least 18 of 20 calls are answered `A`',
  '호출 20회 중 18회 이상이 `A` 응답을 받습니다',
);
test(
  'no call',
  sentences,
  'status',
  {'500': '0 of 5'},
  'none of the 5 calls is answered with status 500',
  '호출 5회 중 상태 코드 500 응답은 한 번도 없습니다',
);
test(
  'a part of the calls',
  sentences,
  'share',
  {A: '>= 0.9'},
  'at least 90 % of the calls are answered `A`',
  '호출의 90% 이상이 `A` 응답을 받습니다',
);
test('no endpoint', sentences, 'count', 0, 'no endpoint', '엔드포인트가 없습니다');
test('endpoints', sentences, 'count', '>= 2', 'at least 2 endpoints', '엔드포인트가 2개 이상입니다');
test(
  'an endpoint of a kind',
  sentences,
  'endpoint',
  {priority: 1, outlier: 'OK'},
  'an endpoint with priority 1 and outlier check `OK`',
  '이런 엔드포인트가 있습니다: 우선순위(priority) 1, 이상치 감지(outlier check) `OK`',
);
test(
  'no endpoint of a kind',
  sentences,
  'endpoint',
  {priority: 1, count: 0},
  'no endpoint with priority 1',
  '이런 엔드포인트가 없습니다: 우선순위(priority) 1',
);

for (const [locale, language] of [
  ['ko_KR.UTF-8', 'ko'],
  ['ko', 'ko'],
  ['en_US.UTF-8', 'en'],
  ['kok_IN', 'en'],
  ['C.UTF-8', 'en'],
  [undefined, 'en'],
] as const)
  test(`${locale ?? 'no locale'} is ${language}`, (t) => {
    t.is(languageOf(locale), language);
  });

test('what is generated is fresh: npm run generate', async (t) => {
  t.deepEqual(await staleFiles(), []);
});

test("every link within a page leads to one of its sections, and the project's files that it names are there", (t) => {
  for (const page of ['docs/ch12.md', 'docs/ch12.ko.md']) {
    const text = readFileSync(projectFile(page), 'utf8');
    const anchors = [...text.matchAll(/<a id="([^"]+)">/g)].map(([, name]) => name);
    const links = [...text.matchAll(/\]\(#([^)]+)\)/g)].map(([, name]) => name);
    const chapter = scenarios.filter(({pack}) => pack === 'ch12');
    t.true(links.length >= anchors.length && anchors.length === chapter.length);
    t.deepEqual(
      links.filter((name) => !anchors.includes(name)),
      [],
    );
    const files = [...text.matchAll(/ -f (ch12\/\S+)/g)].map(([, file = '']) => file);
    t.deepEqual(
      files.filter((file) => !existsSync(join(projectFile(''), file))),
      [],
    );
  }
});

/** Every text of an object by its path, those that are made from something too. */
function leaves(value: unknown, path: string): Map<string, string> {
  if (typeof value === 'function') return leaves((value as (...given: string[]) => unknown)('x', 'y'), path);
  if (typeof value === 'string') return new Map([[path, value]]);
  if (Array.isArray(value)) return merged(value.map((part, index) => leaves(part, `${path}.${index}`)));
  if (typeof value !== 'object' || value === null || path === '.expected') return new Map();
  return merged(Object.entries(value).map(([key, part]) => leaves(part, `${path}.${key}`)));
}

function merged(maps: readonly Map<string, string>[]): Map<string, string> {
  return new Map(maps.flatMap((map) => [...map]));
}
