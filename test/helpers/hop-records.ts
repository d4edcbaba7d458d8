import type {Cell, CellRecord, HopTold, Senses} from '../../src/report/index.js';
import type {PhaseFigures, TrafficFigures} from '../../src/traffic/index.js';

/** Every number of this file is made up; none comes from a run. */
export const SENSES: Senses = {
  'tls-on-gateway': 'The gateway asks for TLS 1.2 at least, for <any> client.',
  'more-metrics': 'Proxies tell of more figures.',
};

/** What the reports are told of the names of changes. */
export const NAMES = {senses: SENSES, behaviour: new Set(['tls-on-gateway'])};

const QUIET: PhaseFigures = {
  ...{calls: 100, failed: 0, kinds: {}, longestGapMs: 150, p50Ms: 8, p99Ms: 40, lateMs: 3},
};

/** Phases of a flow by their names; each is quiet but for what is said of it. */
type Said = Readonly<Record<string, Partial<PhaseFigures>>>;

const PHASES = ['before', 'state before', 'west', 'mixed', 'state mixed', 'east', 'after', 'state after'];

/** Two flows over the usual phases. */
export function figuresOf(west: Said = {}, east: Said = {}, phases = PHASES): TrafficFigures {
  const flow = (from: string, to: string, said: Said): TrafficFigures['flows'][number] => ({
    flow: {name: `${from}->${to} new retries-off`, from, to, connection: 'new', retries: 'off'},
    phases: Object.fromEntries(phases.map((phase) => [phase, {...QUIET, ...said[phase]}])),
  });
  return {
    phases,
    flows: [flow('west', 'east', west), flow('east', 'west', east)],
    untold: 0,
    endedEarly: false,
  };
}

interface Asked {
  readonly hop?: Partial<HopTold['hop']>;
  readonly verdict?: Partial<HopTold['verdict']>;
  readonly differences?: HopTold['differences'];
  readonly figures?: TrafficFigures | null;
  readonly seconds?: number;
}

/** A good hop by revision, west first, but for what is said. */
export function hopRecord({
  hop,
  verdict,
  differences = null,
  figures = figuresOf(),
  seconds = 212,
}: Asked = {}): HopTold {
  const json: unknown = JSON.parse(JSON.stringify(figures));
  return {
    ...{schema: 1, startedAt: '2026-01-01T10:00:00.000Z', seconds, resumed: false},
    hop: {
      from: {version: '1.17.5'},
      to: {version: '1.18.2', revision: '1-18-2'},
      strategy: 'canary',
      order: ['west', 'east'],
      holdMs: 10_000,
      rollback: false,
      ...hop,
    },
    proxy: {kind: 'stock-envoy', version: '1.36.2'},
    phases: PHASES.map((name, place) => ({name, atMs: place * 10_000})),
    verdict: {
      good: true,
      reasons: [],
      figures: json as HopTold['verdict']['figures'],
      changes: [],
      allowed: [],
      rows: [],
      now: 'at the target',
      ...verdict,
    },
    differences,
  };
}

/** A change that was seen in some states; known ones by their names. */
export function change(
  name: string,
  text: string,
  more: Partial<HopTold['verdict']['changes'][number]> = {},
): HopTold['verdict']['changes'][number] {
  return {name, known: false, alarm: true, states: ['after'], text, ...more};
}

/** A known change that nobody has to allow. */
export const HARMLESS = change('more-metrics', 'stats: more', {
  known: true,
  alarm: false,
  states: ['mixed', 'after'],
});
/** One that somebody has to. */
export const GRAVE = change('tls-on-gateway', 'listeners: TLS', {known: true});

/** What the hop brings and nobody could see. */
export const UNSEEN: HopTold['differences'] = {
  alarms: 0,
  notObservable: [{name: 'envoy-drain', sense: 'Envoy drains in another order.'}],
  unseen: [],
};

export function cellOf(from: string, to: string, strategy: Cell['strategy'], first: string): Cell {
  return {
    ...{id: `${from}-${to}-${strategy}-${first}`, from, to, strategy},
    direction: from < to ? 'forward' : 'back',
    order: first === 'west' ? ['west', 'east'] : ['east', 'west'],
  };
}

/** What a cell left: by its hop where that came to a verdict. */
export function cellRecord(cell: Cell, more: Partial<CellRecord> = {}): CellRecord {
  const {hop} = more;
  return {
    ...{format: 1, cell, lab: 'upgrade', supply: 'source', startedAt: '2026-01-01T10:00:00.000Z'},
    seconds: hop?.seconds ?? 4,
    outcome: hop === undefined ? 'broken' : hop.verdict.good ? 'good' : 'regression',
    reasons: hop?.verdict.reasons ?? [],
    ...more,
  };
}
