import test from 'ava';
import {lineRenderer} from '../../../src/cli/render/lines.js';
import {seconds} from '../../../src/cli/render/renderer.js';
import {table} from '../../../src/cli/render/table.js';
import type {StepEvent} from '../../../src/engine/events.js';

const event = (more: Partial<StepEvent>): StepEvent => ({
  type: 'step',
  id: 'a',
  title: 'Thing a',
  state: 'running',
  atMs: 1200,
  ...more,
});

test('columns are as wide as their widest cell, without blanks at the end', (t) => {
  const rows = [
    ['a', 'long cell', ''],
    ['longer', 'b', 'c'],
  ];
  t.is(
    table(['one', 'two', 'three'], rows),
    'ONE     TWO        THREE\na       long cell\nlonger  b          c',
  );
});

test('a table without rows has its header', (t) => {
  t.is(table(['one', 'two'], []), 'ONE  TWO');
});

test('seconds have one digit', (t) => {
  t.is(seconds(12_345), '12.3 s');
  t.is(seconds(0), '0.0 s');
});

test.serial(
  'one line on stderr for each step that begins or ends, none for what was there or is only said',
  (t) => {
    const written: string[] = [];
    const {write} = process.stderr;
    process.stderr.write = (text) => written.push(String(text)) > 0;
    const renderer = lineRenderer();
    try {
      renderer.emit(event({state: 'looking'}));
      renderer.emit(event({}));
      renderer.emit(event({text: 'mixing'}));
      renderer.emit(event({state: 'already', tookMs: 5}));
      renderer.emit(event({state: 'made', atMs: 3400, tookMs: 2200}));
      renderer.emit(event({state: 'failed', tookMs: 2200, text: 'out of paint'}));
    } finally {
      process.stderr.write = write;
    }
    t.deepEqual(written, [
      '   1.2 s  running Thing a\n',
      '   3.4 s  made    Thing a (2.2 s)\n',
      '   1.2 s  failed  Thing a (2.2 s): out of paint\n',
    ]);
  },
);
