import test from 'ava';
import {EastwestError} from '../../../src/base/errors.js';
import {aboutSeconds, cellsOf, chosenCells, trailOf} from '../../../src/matrix/index.js';
import type {Cell} from '../../../src/report/index.js';
import {cellOf, cellRecord, hopRecord} from '../../helpers/hop-records.js';

const FACTS = {versions: ['1.20.0', '1.16.5', '1.19.0', '1.17.5', '1.18.2'], clusters: ['west', 'east']};
const ALL = cellsOf(FACTS);
const idsOf = (cells: readonly Cell[]): readonly string[] => cells.map(({id}) => id);

test('the five versions have 32 cells: neighbours, both ways, both strategies, each cluster first', (t) => {
  t.is(ALL.length, 32);
  t.is(new Set(idsOf(ALL)).size, 32);
  t.deepEqual(ALL[0], {
    ...{id: '1.16.5-1.17.5-in-place-west', from: '1.16.5', to: '1.17.5', strategy: 'in-place'},
    ...{direction: 'forward', order: ['west', 'east']},
  });
  t.is(ALL.filter(({direction}) => direction === 'back').length, 16);
  t.true(ALL.every(({from, to}) => Math.abs(Number(from.split('.')[1]) - Number(to.split('.')[1])) === 1));
});

test('9 comes before 10, a version that is named twice counts once, and of three clusters each goes first', (t) => {
  const cells = cellsOf({versions: ['1.10.0', '1.9.0', '1.9.0'], clusters: ['a', 'b', 'c']});
  t.is(cells.length, 12);
  t.deepEqual([cells[0]?.from, cells[0]?.to], ['1.9.0', '1.10.0']);
  t.deepEqual(cells[1]?.order, ['b', 'a', 'c']);
  t.deepEqual(cellsOf({versions: ['1.17.5'], clusters: ['a']}), []);
});

test('the way through all cells needs one lab: up to the top in place, pair by pair down, then the same by revision', (t) => {
  const turns = trailOf(ALL);
  t.is(turns.length, 32);
  t.is(new Set(turns.map(({cell}) => cell.id)).size, 32);
  t.deepEqual(
    turns.map(({anew}, place) => (anew ? place : -1)).filter((place) => place >= 0),
    [0],
  );
  const steps = turns.map(({cell: {from, to}}) => `${from.slice(2, 4)}-${to.slice(2, 4)}`);
  const up = ['16-17', '17-18', '18-19', '19-20'];
  const down = [
    '20-19',
    '19-20',
    '20-19',
    '19-18',
    '18-19',
    '19-18',
    '18-17',
    '17-18',
    '18-17',
    '17-16',
    '16-17',
    '17-16',
  ];
  t.deepEqual(steps, [...up, ...down, ...up, ...down]);
  t.true(turns.slice(0, 16).every(({cell}) => cell.strategy === 'in-place'));
  const [ends, begins] = [turns.map(({cell}) => cell.to), turns.map(({cell}) => cell.from)];
  t.deepEqual(begins.slice(1), ends.slice(0, -1), 'each begins where the one before it ends');
});

test('every rest of the way goes on where the way was, in one lab', (t) => {
  const way = trailOf(ALL).map(({cell}) => cell);
  for (let done = 1; done < way.length; done++) {
    const rest = trailOf(way.slice(done));
    t.deepEqual(idsOf(rest.map(({cell}) => cell)), idsOf(way.slice(done)), `after ${done}`);
  }
});

test('what has no way back comes last, so that no lab is made for what could have been done before', (t) => {
  const [a, b, c] = ['1.16.5', '1.17.5', '1.18.2'] as const;
  const cells = [
    cellOf(b, c, 'canary', 'west'),
    cellOf(b, a, 'canary', 'west'),
    cellOf(a, b, 'canary', 'west'),
  ];
  t.deepEqual(
    trailOf(cells).map(({cell: {from, to}, anew}) => [from, to, anew]),
    [
      [b, a, true],
      [a, b, false],
      [b, c, false],
    ],
  );
});

test('hops in one direction alone need a lab for each cluster that goes first', (t) => {
  for (const direction of ['forward', 'back']) {
    const cells = ALL.filter((cell) => cell.direction === direction && cell.strategy === 'canary');
    t.is(trailOf(cells).filter(({anew}) => anew).length, 2, direction);
    t.is(trailOf(cells).length, 8);
  }
});

test('cells are chosen by where they begin and end, strategy, order and id', (t) => {
  const chosen = (choice: Parameters<typeof chosenCells>[1]): number =>
    chosenCells(ALL, choice, FACTS).length;
  t.is(chosen({}), 32);
  t.is(chosen({from: ['1.17.5'], to: ['1.18.2']}), 4);
  t.is(chosen({from: ['1.17.5', '1.18.2'], to: ['1.17.5', '1.18.2']}), 8);
  t.is(chosen({strategy: 'canary', order: ['east']}), 8);
  t.is(chosen({order: ['east', 'west']}), 16);
  t.deepEqual(idsOf(chosenCells(ALL, {only: ['1.18.2-1.17.5-canary-east']}, FACTS)), [
    '1.18.2-1.17.5-canary-east',
  ]);
});

const REFUSED: Readonly<Record<string, readonly [Parameters<typeof chosenCells>[1], RegExp, RegExp?]>> = {
  'a version that is not there': [
    {from: ['1.18.9']},
    /--from 1\.18\.9/,
    /nearest is 1\.18\.2; .*--istio 1\.18\.9/,
  ],
  'another strategy': [{strategy: 'blue'}, /expected canary or in-place/],
  'another cluster': [{order: ['north']}, /no cluster north; expected west,east/],
  'a cell by a wrong name': [
    {only: ['1.17.5-1.18.2-canary-wets']},
    /no such cell/,
    /did you mean 1\.17\.5-1\.18\.2-canary-west\?/,
  ],
  'a choice that leaves nothing': [{from: ['1.16.5'], to: ['1.20.0']}, /no cell is left/],
};

for (const [name, [choice, message, hint]] of Object.entries(REFUSED)) {
  test(`${name} is refused`, (t) => {
    const error = t.throws(() => chosenCells(ALL, choice, FACTS), {instanceOf: EastwestError, message});
    t.is(error.exitCode, 2);
    if (hint !== undefined) t.regex(error.hint ?? '', hint);
  });
}

test('of one version alone it is said how to get another', (t) => {
  const facts = {versions: ['1.17.5'], clusters: ['west']};
  const error = t.throws(() => chosenCells([], {}, facts), {
    instanceOf: EastwestError,
    message: /no hop between 1\.17\.5/,
  });
  t.regex(error.hint ?? '', /supply build/);
});

test('how long it takes is told by what was measured, a strategy by its own, labs only where the way breaks', (t) => {
  const [a, b] = ['1.17.5', '1.18.2'] as const;
  const canary = cellRecord(cellOf(a, b, 'canary', 'west'), {hop: hopRecord({seconds: 300})});
  const inPlace = cellRecord(cellOf(a, b, 'in-place', 'west'), {
    hop: hopRecord({seconds: 100}),
    labMade: {why: 'x', seconds: 600},
  });
  const back = cellOf(b, a, 'canary', 'west');
  t.is(aboutSeconds([], [back]), undefined);
  t.is(aboutSeconds([cellRecord(back)], [back]), undefined, 'one that broke tells nothing');
  t.is(aboutSeconds([canary, inPlace], [back]), 300);
  t.is(aboutSeconds([inPlace], [back]), 100, 'the other strategy, where nothing else is known');
  t.is(aboutSeconds([canary, inPlace], [back, cellOf(b, a, 'canary', 'east')]), 1200);
});
