import test from 'ava';
import {compareText} from '../../../src/report/index.js';
import {RUNS, storyFixture} from '../../helpers/runs.js';
import {STORY} from '../../helpers/report-page.js';

test('two runs stand side by side, what changed first', (t) => {
  const html = compareText(STORY, storyFixture(RUNS[1]));
  t.regex(html, /<h1>2 of 5 verdicts changed<\/h1>/);
  const rows = html.slice(html.indexOf('class="verdicts"'), html.indexOf('id="answers"'));
  const ids = [...rows.matchAll(/<code>(ch12\/[\w-]+)<\/code>/g)].map(([, id]) => id);
  t.deepEqual(ids.slice(0, 2), ['ch12/locality', 'ch12/cross-cluster-authz']);
  t.is(ids.length, 5);
  t.regex(html, /16 of 20<\/td>\s*<td class="number">20 of 20<\/td>/);
  t.regex(compareText(STORY, STORY), /<h1>No verdict changed<\/h1>/);
});

test('a scenario that only one run had is said to be not run in the other', (t) => {
  const html = compareText({...STORY, results: STORY.results.slice(1)}, STORY);
  t.regex(html, /1 of 5 verdicts changed/);
  t.regex(html, /not run/);
});
