import test from 'ava';
import {EastwestError, InterruptedError} from '../../../src/base/errors.js';
import {
  cellsOf,
  walkMatrix,
  type HopEnd,
  type MatrixEvent,
  type MatrixLab,
} from '../../../src/matrix/index.js';
import type {Cell, CellRecord} from '../../../src/report/index.js';
import {hopRecord} from '../../helpers/hop-records.js';
import {FakeClock} from '../../fakes/clock.js';

const FACTS = {versions: ['1.16.5', '1.17.5', '1.18.2'], clusters: ['west', 'east']};
const CELLS = cellsOf(FACTS).filter(({strategy}) => strategy === 'canary');
const GOOD: HopEnd = {outcome: 'good', hop: hopRecord()};
const REASON = {code: 'UPGRADE-CALLS', text: 'calls were lost'};
const BAD = {hop: hopRecord({verdict: {good: false, reasons: [REASON]}})};

interface Scripted {
  /** How the hop of a cell ends; good ones where nothing is said. */
  readonly ends?: Readonly<Record<string, HopEnd | Error>>;
  readonly records?: readonly CellRecord[];
  readonly cells?: readonly Cell[];
  /** Where the lab is at the beginning. */
  readonly at?: string;
  readonly sick?: readonly string[];
  readonly made?: readonly Error[];
  /** The person ends it while the hop of this cell is under way. */
  readonly endedAt?: string;
}

/** Walks through cells with a lab that only says where it is; tells what was done to it, in order. */
async function walked({ends = {}, records = [], cells = CELLS, at, sick = [], made = [], endedAt}: Scripted) {
  const did: string[] = [];
  const events: MatrixEvent[] = [];
  const written: CellRecord[] = [];
  let place = at;
  const failures = [...made];
  const person = new AbortController();
  const lab: MatrixLab = {
    unfit: ({from, id}) =>
      Promise.resolve(
        sick.includes(id) && !did.includes(`new ${from}`)
          ? 'sick'
          : place === from
            ? undefined
            : `at ${place}`,
      ),
    makeAnew: (version) => {
      did.push(`new ${version}`);
      const failure = failures.shift();
      if (failure !== undefined) return Promise.reject(failure);
      place = version;
      return Promise.resolve();
    },
    hop: ({id, to}) => {
      did.push(id);
      if (id === endedAt) person.abort();
      const end = id === endedAt ? new Error('ended') : (ends[id] ?? GOOD);
      if (end instanceof Error) {
        place = 'half-way';
        return Promise.reject(end);
      }
      if (end.outcome === 'good') place = to;
      if (end.outcome === 'regression' || end.outcome === 'unmeasured') place = 'judged';
      return Promise.resolve(end);
    },
    accept: ({id, to}) => {
      did.push(`accept ${id}`);
      place = to;
      return Promise.resolve();
    },
  };
  const store = {
    records: () => Promise.resolve(records),
    write: (record: CellRecord) => {
      written.push(record);
      return Promise.resolve();
    },
  };
  const result = walkMatrix({
    ...{cells, lab, store, of: {lab: 'upgrade', supply: 'source'}, clock: new FakeClock()},
    signal: person.signal,
    emit: (event) => events.push(event),
  });
  const all = await result.catch((error: unknown) => error as Error);
  return {did, events, written, all};
}

const WAY = [
  '1.16.5-1.17.5-canary-west',
  '1.17.5-1.18.2-canary-west',
  '1.18.2-1.17.5-canary-west',
  '1.17.5-1.18.2-canary-east',
  '1.18.2-1.17.5-canary-east',
  '1.17.5-1.16.5-canary-west',
  '1.16.5-1.17.5-canary-east',
  '1.17.5-1.16.5-canary-east',
];

test('every cell is one hop, in one lab, and each is recorded as it ends', async (t) => {
  const {did, written, events} = await walked({});
  t.deepEqual(did, ['new 1.16.5', ...WAY]);
  t.deepEqual(
    written.map(({cell}) => cell.id),
    WAY,
  );
  t.is(written[0]?.labMade?.why, 'at undefined');
  t.false(written.slice(1).some(({labMade}) => labMade !== undefined));
  t.deepEqual(
    events.flatMap((event) => (event.type === 'cellEnded' ? [event.left] : [])),
    [7, 6, 5, 4, 3, 2, 1, 0],
  );
});

test('a lab that is there already, at the version of the first cell, is not made anew', async (t) => {
  const {did} = await walked({at: '1.16.5'});
  t.deepEqual(did, WAY);
});

test('a cell that has a record is not run again, and the rest begins where the way was', async (t) => {
  const {written} = await walked({});
  const {did, all} = await walked({records: written.slice(0, 3), at: '1.17.5'});
  t.deepEqual(did, WAY.slice(3));
  t.is((all as readonly CellRecord[]).length, 8);
  t.deepEqual((await walked({records: written})).did, []);
});

test('a record of a cell that is not asked for is let be', async (t) => {
  const {written} = await walked({});
  const {did, all} = await walked({records: written, cells: []});
  t.deepEqual([did, all], [[], []]);
});

for (const outcome of ['regression', 'unmeasured'] as const) {
  test(`a hop that is a ${outcome} is taken as it is, and the next cell goes on from there`, async (t) => {
    const id = WAY[1] ?? '';
    const {did, written} = await walked({ends: {[id]: {...BAD, outcome}}});
    t.deepEqual(did, ['new 1.16.5', ...WAY.slice(0, 2), `accept ${id}`, ...WAY.slice(2)]);
    t.like(written[1], {outcome, reasons: [REASON]});
  });
}

test('a refused cell is a cell: what begins at the same version is done first, the rest in a new lab', async (t) => {
  const refused: HopEnd = {outcome: 'refused', reasons: [REASON]};
  const ends = {[WAY[1] ?? '']: refused, [WAY[3] ?? '']: refused};
  const {did, written} = await walked({ends});
  t.is(written.length, 8);
  t.deepEqual(
    did.filter((one) => one.startsWith('new')),
    ['new 1.16.5', 'new 1.18.2', 'new 1.18.2'],
  );
  t.deepEqual(did.slice(0, 4), ['new 1.16.5', WAY[0], WAY[1], WAY[3]]);
  t.false('hop' in (written[1] ?? {}));
});

test('a hop that could not be brought to its end does not end the matrix; the lab is made anew for the next', async (t) => {
  const error = new EastwestError('istiod did not come up', {code: 'STEP-FAILED', details: ['last line']});
  const {did, written} = await walked({ends: {[WAY[0] ?? '']: error}});
  t.is(written.length, 8);
  t.like(written[0], {
    outcome: 'broken',
    reasons: [{code: 'STEP-FAILED', text: 'istiod did not come up; last line'}],
  });
  t.is(did[2]?.slice(0, 4), 'new ');
});

test('a lab that is not healthy is made anew, which does not count as the time of the cell', async (t) => {
  const {did, written, events} = await walked({sick: [WAY[2] ?? '']});
  t.deepEqual(did, ['new 1.16.5', ...WAY.slice(0, 2), 'new 1.18.2', ...WAY.slice(2)]);
  t.like(written[2], {labMade: {why: 'sick'}, seconds: hopRecord().seconds});
  t.is(events.filter(({type}) => type === 'labMade').length, 2);
});

test('a lab that could not be made is tried once more; then the matrix ends, and what is done is done', async (t) => {
  const failure = new EastwestError('no space', {code: 'X'});
  t.is((await walked({made: [failure]})).written.length, 8);
  const {all, written} = await walked({made: [failure, failure]});
  t.is(all, failure);
  t.deepEqual(written, []);
});

test('a cell that was interrupted leaves no record', async (t) => {
  const {all, written} = await walked({endedAt: WAY[2] ?? ''});
  t.true(all instanceof InterruptedError);
  t.deepEqual(
    written.map(({cell}) => cell.id),
    WAY.slice(0, 2),
  );
});
