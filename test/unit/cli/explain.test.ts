import test from 'ava';
import {checkText, closingText, openingText} from '../../../src/cli/render/explain.js';
import type {CheckReport, Explanation} from '../../../src/findings/index.js';
import {chapterPlan} from '../../helpers/chapter.js';

const plain = (text: string): string => text.replace(/\u001b\[\d+m/g, '');
const LAYOUT = {columns: 80, evidence: false};

const check = (more: Partial<CheckReport> = {}): CheckReport => ({
  id: 'trust',
  title: 'Trust',
  state: 'ok',
  looked: 'Secrets cacerts, ConfigMaps istio-ca-root-cert, chain and root of every live proxy',
  evidence: [
    {of: 'west', seen: 'cacerts with root CN=root.istio.in.action (3A:51:B6:65…)'},
    {of: 'east', seen: 'cacerts with root CN=root.istio.in.action (99:00:11:22…)'},
  ],
  seconds: 2.13,
  ...more,
});
const said = (more: Partial<Explanation>): Explanation => ({
  format: 1,
  lab: 'ch12',
  at: '2026-01-01T00:00:00.000Z',
  seconds: 3.2,
  verdict: 'healthy',
  checks: [check()],
  measured: {supply: 'source', proxy: {kind: 'stock-envoy', version: '1.30.0'}},
  ...more,
});

test('it begins with what is looked at', (t) => {
  t.is(openingText(chapterPlan()), 'Lab ch12: what west and east are made of, in the order of cause.\n\n');
});

test('a check that holds is one thing to read; one that does not shows both clusters', (t) => {
  const good = plain(checkText(check(), LAYOUT));
  t.regex(good, /^ {2}✓ Trust {15}Secrets cacerts/);
  t.false(good.includes('3A:51'));
  const broken = plain(checkText(check({state: 'fault'}), LAYOUT));
  t.regex(broken, /✗ Trust/);
  t.regex(broken, /\n {24}west {2}cacerts with root/);
  t.regex(broken, /\n {24}east {2}cacerts with root/);
  t.true(plain(checkText(check(), {...LAYOUT, evidence: true})).includes('3A:51'));
  t.is(checkText(check({state: 'not-judged'}), LAYOUT), '', 'they are named together, at the end');
});

test('no line is longer than the terminal', (t) => {
  for (const columns of [80, 100, 200]) {
    const text = plain(checkText(check({state: 'fault'}), {columns, evidence: true}));
    for (const line of text.split('\n')) t.true(line.length <= columns, line);
  }
});

test('a finding ends with cause, remedy, page, and what cannot be judged', (t) => {
  const finding = {
    code: 'foreign-root',
    check: 'trust',
    title: 'The clusters have different roots',
    cause: 'The root of east is not that of west.',
    remedy: ['keast -n istio-system delete secret cacerts', 'eastwest up'],
    page: 'docs/findings/foreign-root.md',
  };
  const checks = [check({state: 'fault'}), check({id: 'call', title: 'A call', state: 'not-judged'})];
  const text = plain(
    closingText(said({verdict: 'fault', finding, checks}), LAYOUT, (page) => `here/${page}`),
  );
  t.is(
    text,
    `
The clusters have different roots [foreign-root]
  The root of east is not that of west.

Remedy, in \`eastwest shell\`
  keast -n istio-system delete secret cacerts
  eastwest up

More: here/docs/findings/foreign-root.md

Cannot be judged before: A call.
3.2 s
`,
  );
  const outside = closingText(
    said({verdict: 'fault', finding: {...finding, remedy: ['eastwest up']}}),
    LAYOUT,
    String,
  );
  t.regex(plain(outside), /\nRemedy\n/);
});

test('a healthy lab is one sentence, and that nobody can say is another', (t) => {
  t.is(plain(closingText(said({}), LAYOUT, String)), '\nNothing is wrong: 1 checks hold (3.2 s).\n');
  const unknown = said({
    verdict: 'unknown',
    checks: [check({state: 'unknown', reason: 'istiod is starting'})],
  });
  t.regex(plain(closingText(unknown, LAYOUT, String)), /^\nNobody can say: Trust: istiod is starting/);
});
