import test from 'ava';
import {EastwestError, EXIT} from '../../../src/base/errors.js';
import type {ContainerInfo, ImageInfo} from '../../../src/drivers/docker/docker.js';
import {labNodeImage, type Supplied} from '../../../src/plan/plan.js';
import {chooseAmong, type ChoiceLooks, type Supplies} from '../../../src/supply/choose.js';
import {SUPPLY_KINDS, type SupplyChoice, type SupplyKind} from '../../../src/supply/kinds.js';
import {chapterPlan, SUPPLIED} from '../../helpers/chapter.js';

const {versions} = chapterPlan();
const REQUEST = {
  lab: 'ch12',
  versions,
  folders: SUPPLIED.folders,
  mirrors: {registry: [], tools: undefined},
  catalog: '/catalog.yaml',
  host: {platform: 'linux', arch: 'x64'},
};

interface Machine {
  /** Supplies that can give these versions; all unless said. */
  readonly able?: readonly SupplyKind[];
  readonly made?: readonly SupplyKind[];
  /** Code of what the supplies that are not able say. */
  readonly code?: string;
  /** The supply that the nodes of the lab were made from. */
  readonly runs?: SupplyKind;
  readonly engine?: boolean;
  /** Undefined: the network may not be asked. */
  readonly reached?: boolean;
}

function supplied(supply: SupplyKind): Supplied {
  return {...SUPPLIED, supply, images: {node: `example/${supply}:1`, client: 'example/client:1'}};
}

function choose(choice: SupplyChoice, machine: Machine) {
  const {able = ['registry', 'source'], made = [], runs, engine = true, reached, code = 'NOT-ABLE'} = machine;
  const refuse = (kind: SupplyKind) => Promise.reject(new EastwestError(`no ${kind}`, {code}));
  const supplies = Object.fromEntries(
    SUPPLY_KINDS.map((kind) => [
      kind,
      {
        locate: () => (able.includes(kind) ? Promise.resolve(supplied(kind)) : refuse(kind)),
        isThere: () => Promise.resolve(made.includes(kind)),
        steps: () => [],
      },
    ]),
  ) as unknown as Supplies;
  const image = (reference: string): Promise<ImageInfo> =>
    Promise.resolve({id: `id of ${reference}`, tags: [reference], labels: {}, sizeBytes: 1});
  const node = runs && ({imageId: `id of ${labNodeImage(supplied(runs), 'ch12')}`} as ContainerInfo);
  const containers = () => Promise.resolve(node === undefined ? [] : [node]);
  const looks: ChoiceLooks = {
    docker: engine ? {image, containers} : undefined,
    ...(reached === undefined ? {} : {reach: () => Promise.resolve(reached)}),
  };
  return chooseAmong(supplies, choice, REQUEST, looks);
}

const CHOICES: Record<string, [Machine, SupplyKind, RegExp]> = {
  'the running lab decides, whatever else is there': [
    {able: ['bundle', 'registry', 'source'], made: ['bundle', 'registry', 'source'], runs: 'source'},
    'source',
    /lab ch12 is made of it/,
  ],
  'a loaded bundle goes before all that is baked': [
    {able: ['bundle', 'registry', 'source'], made: ['bundle', 'registry', 'source']},
    'bundle',
    /bundle is loaded/,
  ],
  'what is baked goes before the network': [{made: ['source'], reached: true}, 'source', /there already/],
  'the registry, where it answers': [{reached: true}, 'registry', /registry answers/],
  'the source, where no registry answers': [{reached: false}, 'source', /no registry answers/],
  'the source, where the network may not be asked': [{}, 'source', /nothing is there yet$/],
  'no engine: nothing is there': [{engine: false, reached: true}, 'registry', /nothing is there/],
  'the registry, where the source cannot build the versions': [
    {able: ['registry'], reached: false},
    'registry',
    /it alone has these versions/,
  ],
};

for (const [what, [machine, kind, why]] of Object.entries(CHOICES)) {
  test(`auto: ${what}`, async (t) => {
    const chosen = await choose('auto', machine);
    t.is(chosen.supplied.supply, kind);
    t.regex(chosen.why, why);
  });
}

test('what is asked for by name is taken, or refused in its own words', async (t) => {
  t.is((await choose('source', {made: ['registry'], reached: true})).supplied.supply, 'source');
  await t.throwsAsync(choose('bundle', {}), {message: 'no bundle'});
});

test('where no supply has the versions, every refusal is told', async (t) => {
  const error = await t.throwsAsync<EastwestError>(choose('auto', {able: []}), {instanceOf: EastwestError});
  t.is(error.code, 'SUPPLY-NONE');
  t.deepEqual(error.details, ['bundle: no bundle', 'registry: no registry', 'source: no source']);
});

test('a version that neither registry nor source has is told as such, whatever of bundles', async (t) => {
  const code = 'SUPPLY-UNKNOWN-VERSION';
  const error = await t.throwsAsync<EastwestError>(choose('auto', {able: [], code}), {
    instanceOf: EastwestError,
  });
  t.is(error.code, code);
  t.is(error.exitCode, EXIT.usage);
  t.is(error.details.length, 3);
});

for (const code of ['CATALOG-BAD', 'CATALOG-MISSING', 'SUPPLY-BAD-MIRROR']) {
  test(`auto takes no other supply in place of telling a mistake: ${code}`, async (t) => {
    await t.throwsAsync(choose('auto', {able: ['bundle', 'source'], made: ['source'], code}), {
      message: 'no registry',
    });
  });
}

test('the network is not asked where something is there', async (t) => {
  const looks = {docker: undefined, reach: () => Promise.reject(new Error('asked'))};
  const supply = {
    locate: () => Promise.resolve(supplied('source')),
    isThere: () => Promise.resolve(true),
    steps: () => [],
  };
  const supplies: Supplies = {bundle: supply, registry: supply, source: supply};
  await t.notThrowsAsync(chooseAmong(supplies, 'auto', REQUEST, looks));
});
