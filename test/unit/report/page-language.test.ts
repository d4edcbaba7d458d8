import test from 'ava';
import {htmlText, jsonText, junitText} from '../../../src/report/index.js';
import {pageWords} from '../../../src/report/html/words/in.js';
import {RUNS, storyFixture} from '../../helpers/runs.js';

const HANGUL = /[가-힣]/;
const STORY = storyFixture(RUNS[0]);

/** The recorded run as a run of today records it: with Korean beside the English. */
const TRANSLATED = {
  ...STORY,
  results: STORY.results.map((result) => ({
    ...result,
    titleIn: {ko: `제목 ${result.name}`},
    steps: result.steps.map((step) => ({...step, explainIn: {ko: '설명입니다'}})),
  })),
};

/** Every text of the words by its path, those that are made from something too. */
function leaves(value: unknown, path: string): readonly (readonly [string, string])[] {
  if (typeof value === 'function')
    return leaves((value as (...given: unknown[]) => unknown)(GIVEN[path] ?? 'x', 'y', 'z'), path);
  if (typeof value === 'string') return [[path, value]];
  return Object.entries(value as object).flatMap(([key, part]) =>
    leaves(part, path === '' ? key : `${path}.${key}`),
  );
}

const GIVEN: Readonly<Record<string, unknown>> = {
  headline: {passed: 1, failed: 1, interrupted: 0, all: 2, finished: true},
  measuredWith: STORY.measured,
};
/** Alike in every language. */
const SIGNS = ['language', 'timeline.span', 'certificates.from', 'timeline.lane'];

test('both languages have words for everything, and Korean ones are Korean', (t) => {
  const [english, korean] = [leaves(pageWords('en'), ''), leaves(pageWords('ko'), '')];
  t.deepEqual(
    korean.map(([path]) => path),
    english.map(([path]) => path),
  );
  for (const [path, text] of english) t.notRegex(text, HANGUL, path);
  for (const [path, text] of korean) if (!SIGNS.includes(path)) t.regex(text, HANGUL, path);
});

test('a Korean page says so, and has headings, titles and explanations in Korean', (t) => {
  const page = htmlText(TRANSLATED, 'ko');
  t.regex(page, /<html lang="ko">/);
  t.regex(page, /<h1>시나리오 5개 중 2개 실패<\/h1>/);
  for (const {name, title} of STORY.results) {
    t.true(page.includes(`제목 ${name}`));
    t.false(page.includes(title), `${name}: the English title`);
  }
  t.regex(page, /<p class="why">설명입니다<\/p>/);
  for (const heading of htmlText(TRANSLATED).matchAll(/<h[24][^>]*>([^<]+)</g))
    t.false(page.includes(`>${heading[1]}<`), heading[1]);
});

test('without a language the page is English, also of a run that has Korean', (t) => {
  t.is(htmlText(TRANSLATED), htmlText(STORY));
  t.regex(htmlText(TRANSLATED), /<html lang="en">/);
});

test('a run that was recorded without Korean keeps its English texts in a Korean page', (t) => {
  const page = htmlText(STORY, 'ko');
  for (const {title} of STORY.results) t.true(page.includes(title.replaceAll("'", '&#39;')), title);
});

test('JSON and JUnit are in English', (t) => {
  t.is(jsonText(TRANSLATED), jsonText(STORY));
  t.is(junitText(TRANSLATED), junitText(STORY));
});
