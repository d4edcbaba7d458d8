import {readFileSync} from 'node:fs';
import test from 'ava';
import {parse} from 'yaml';
import {COMMANDS} from '../../../src/cli/program.js';
import {LAB_OPTIONS} from '../../../src/cli/spec.js';
import {projectFile} from '../../helpers/project.js';

interface ActionStep {
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly shell?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Action {
  readonly inputs: Readonly<Record<string, {readonly description: string; readonly default?: string}>>;
  readonly runs: {readonly using: string; readonly steps: readonly ActionStep[]};
}

const text = readFileSync(projectFile('action.yml'), 'utf8');
const action = parse(text) as Action;
const docs = readFileSync(projectFile('docs/ci.md'), 'utf8');

/** The words of a command that takes a flag, as they were typed; the longest name of a command that fits. */
function calls(
  script: string,
  start: RegExp,
): readonly {readonly name: string; readonly flags: readonly string[]}[] {
  return script
    .split(start)
    .slice(1)
    .map((typed) => {
      const fits = COMMANDS.filter(({name}) => typed.trim().startsWith(name));
      const name = fits.map((one) => one.name).sort((one, other) => other.length - one.length)[0] ?? typed;
      return {name, flags: flagsOf(script)};
    });
}

const flagsOf = (script: string): readonly string[] =>
  [...script.matchAll(/(?<![\w-])--[a-z][a-z-]*/g)].map(([flag]) => flag);

/** Every flag that a command takes. */
function known(name: string): readonly string[] {
  const found = COMMANDS.find((one) => one.name === name);
  if (found === undefined) return [];
  const shared = found.plain === true ? [] : LAB_OPTIONS.map(({flags}) => flags);
  const all = [...shared, ...(found.options ?? []).map(([flags]) => flags)];
  return [...all.map((flags) => flags.split(' ')[0] ?? ''), ...(found.json === undefined ? [] : ['--json'])];
}

/** Flags that a command does not take, with its name. */
const strange = (all: ReturnType<typeof calls>): readonly string[] =>
  all.flatMap(({name, flags}) =>
    flags.filter((flag) => !known(name).includes(flag)).map((flag) => `${name} ${flag}`),
  );

const OURS = /main\.js" /;
const scripts = action.runs.steps.map(({run = ''}) => run).filter((run) => OURS.test(run));

test('the action passes only flags that its commands take', (t) => {
  const all = scripts.flatMap((script) => calls(script, OURS));
  t.deepEqual(
    all.map(({name}) => name),
    ['supply build', 'up', 'upgrade', 'down'],
  );
  t.true(all.every(({flags}) => flags.length > 0));
  t.deepEqual(strange(all), []);
});

test('a flag that no command takes is found', (t) => {
  t.deepEqual(strange(calls('node "x/main.js" upgrade --to 1.18.2 --speed 3', OURS)), ['upgrade --speed']);
  t.deepEqual(strange(calls('node "x/main.js" supply build --lab x', OURS)), ['supply build --lab']);
});

test('every input is used, and none is used that there is not', (t) => {
  const used = new Set([...text.matchAll(/inputs\.([\w-]+)/g)].map(([, name]) => name ?? ''));
  t.deepEqual([...used].toSorted(), Object.keys(action.inputs).toSorted());
  for (const [name, {description}] of Object.entries(action.inputs)) t.true(description.length > 10, name);
});

test('what a person typed reaches a shell by its environment only', (t) => {
  t.is(action.runs.using, 'composite');
  for (const {name, run, shell} of action.runs.steps.filter((step) => step.run !== undefined)) {
    t.is(shell, 'bash', name);
    t.notRegex(run ?? '', /\$\{\{/, name);
  }
  for (const {env = {}, run = ''} of action.runs.steps)
    for (const variable of Object.keys(env)) t.regex(run, new RegExp(`\\$\\{?${variable}\\b`), variable);
});

test('the reports are kept, and the lab is removed, also where the hop failed', (t) => {
  const always = action.runs.steps.filter((step) => step.if === 'always()');
  t.deepEqual(
    always.map(({name}) => name),
    ['Keep the reports', 'Remove the lab'],
  );
  t.like(always[0]?.with, {path: '.eastwest/upgrades', 'include-hidden-files': true});
});

test('the workflow of the documentation gives inputs that there are, and all that must be given', (t) => {
  const blocks = [...docs.matchAll(/```yaml\n([^]*?)```/g)].map(([, block]) => parse(block ?? '') as unknown);
  const workflow = blocks[0] as {jobs: {hop: {steps: readonly ActionStep[]}}};
  const given = Object.keys(
    workflow.jobs.hop.steps.find(({uses}) => uses?.includes('eastwest@'))?.with ?? {},
  );
  t.deepEqual(
    given.filter((name) => !(name in action.inputs)),
    [],
  );
  for (const [name, input] of Object.entries(action.inputs))
    if (input.default === undefined) t.true(given.includes(name), name);
});

test('the commands of the documentation take the flags that they are shown with', (t) => {
  const pages = ['README.md', 'docs/bundle.md', 'docs/ci.md', 'docs/supply.md', 'docs/upgrades.md'];
  const lines = pages.flatMap((page) =>
    readFileSync(projectFile(page), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('    npx eastwest ')),
  );
  t.true(lines.length >= 20);
  t.deepEqual(
    lines.flatMap((line) => strange(calls(line.replace(/#.*/, ''), /npx eastwest /))),
    [],
  );
});
