import {existsSync, readFileSync} from 'node:fs';
import test from 'ava';
import {CHAIN} from '../../../src/explain/chain.js';
import {FAULTS} from '../../../src/faults/index.js';
import {checkOf} from '../../../src/findings/codes.js';
import {
  CHECK_IDS,
  filled,
  FINDING_CODES,
  findingPages,
  FINDINGS,
  pageOf,
  type FindingText,
} from '../../../src/findings/index.js';
import {readSources} from '../../helpers/layers.js';
import {projectFile} from '../../helpers/project.js';

const checks = readSources(projectFile('src/explain'))
  .map(({path}) => readFileSync(projectFile(`src/explain/${path}`), 'utf8'))
  .join('\n');

for (const code of FINDING_CODES) {
  test(`${code} has a check that can say it, a cause in one sentence, a remedy and a page`, (t) => {
    const text: FindingText = FINDINGS[code];
    t.regex(code, /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    t.true(CHECK_IDS.includes(checkOf(code)));
    t.regex(checks, new RegExp(`(fault|passing)\\(\\s*'${code}'`), 'no check says it');
    t.regex(text.cause, /^(\$\{|[\w]).*\.$/);
    t.false(/[.!?] [A-Z]/.test(text.cause.replace(/\$\{\w+\}/g, 'x')), 'more than one sentence');
    t.true(text.remedy.length > 0);
    for (const line of text.remedy) t.regex(line, COMMAND, line);
    t.true(existsSync(projectFile(pageOf(code))), 'npm run generate');
    const {symptom, seen, why, source} = text.page;
    for (const part of [symptom, seen, why, source]) t.true(part.length > 15, part);
  });
}

/** What a remedy may begin with: programs, and the functions of `eastwest shell`. */
const COMMAND = /^(eastwest|docker|openssl|date|[ki]\$\{(cluster|peer|astray)\}) /;

/** What nobody can type: a gap for the reader to fill, and a program that the nodes do not have. */
const UNTYPEABLE = /<[^>]*>|‹|…|\bcrictl\b/;

for (const code of FINDING_CODES) {
  test(`the remedy of ${code} can be typed as it stands, throws nothing away, and works while it is planted`, (t) => {
    const {remedy}: FindingText = FINDINGS[code];
    for (const line of remedy) {
      t.notRegex(line, UNTYPEABLE);
      t.notRegex(line, /\brm\b/, 'a folder is put aside');
      t.notRegex(line, /[^/]\$\{\w+\}-kubeconfig/, 'only in the folder in which the lab was made');
      // While a fault is planted `up` is refused: it may stand for what cannot be done by hand, and for that only.
      if (FAULTS.some(({finding}) => finding === code)) t.notRegex(line, /^eastwest up/);
    }
    if (FAULTS.some(({finding}) => finding === code))
      t.true(
        remedy.some((line) => !/^(date|openssl|eastwest) /.test(line)),
        'nothing by hand',
      );
  });
}

test('the chain has every check, in the order of cause', (t) => {
  t.deepEqual(
    CHAIN.map(({id}) => id),
    [...CHECK_IDS],
  );
});

test('the findings stand in the order of their checks', (t) => {
  const places = FINDING_CODES.map((code) => CHECK_IDS.indexOf(checkOf(code)));
  t.deepEqual(
    places,
    [...places].sort((one, other) => one - other),
  );
});

test('every check can find something, and every finding is in the table', (t) => {
  t.deepEqual([...new Set(FINDING_CODES.map(checkOf))], [...CHECK_IDS]);
  const {'docs/findings/README.md': table = ''} = findingPages([]);
  for (const code of FINDING_CODES) t.true(table.includes(`[${code}](${code}.md)`), code);
});

test('a fault that plants a finding stands on its page and in the table', (t) => {
  const fault = {name: 'node-frozen', title: 'freezes a node', finding: 'node-paused'} as const;
  const pages = findingPages([fault]);
  t.true(pages['docs/findings/node-paused.md']?.includes('`eastwest break node-frozen`: freezes a node'));
  t.false(pages['docs/findings/node-stopped.md']?.includes('eastwest break'));
  t.true(pages['docs/findings/README.md']?.includes('`node-frozen`'));
});

test('holes are filled, and one without a word for it stays to be seen', (t) => {
  t.is(filled('${a} and ${b}', {a: 'one'}), 'one and ${b}');
});

test('the pages name no page that is not there', (t) => {
  const pages = findingPages([]);
  for (const [path, text] of Object.entries(pages)) {
    for (const [, target = ''] of text.matchAll(/\]\(([\w-]+\.md)/g))
      t.true(`docs/findings/${target}` in pages, `${path}: ${target}`);
  }
});
