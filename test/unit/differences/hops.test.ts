import test from 'ava';
import {compare, takeConfiguration, type Difference} from '../../../src/differences/index.js';
import type {ClusterIstio, MeshConfiguration} from '../../../src/differences/state.js';
import {meshLab, type MeshGiven} from '../../helpers/mesh-lab.js';

const {signal} = new AbortController();

const take = (
  given: MeshGiven & {readonly istio: Readonly<Record<string, ClusterIstio>>},
): Promise<MeshConfiguration> => takeConfiguration(meshLab(given), {signal, istio: given.istio});

const both = (istio: ClusterIstio): Readonly<Record<string, ClusterIstio>> => ({west: istio, east: istio});
const revised = (version: string): ClusterIstio => ({version, revision: version.replaceAll('.', '-')});

/** What must be allowed by name before a hop may pass, in this mesh. */
const HOPS = [
  {from: '1.16.5', to: '1.17.5', alarms: []},
  {from: '1.17.5', to: '1.18.2', alarms: ['proxy-concurrency']},
  {from: '1.18.2', to: '1.19.0', alarms: []},
  {from: '1.19.0', to: '1.20.0', alarms: ['startup-probe']},
  {from: '1.17.5', to: '1.19.0', alarms: ['proxy-concurrency']},
] as const;

const names = (found: readonly Difference[]): readonly (string | undefined)[] =>
  found.map(({known}) => known);

for (const {from, to, alarms} of HOPS) {
  for (const [one, other] of [
    [from, to],
    [to, from],
  ] as const) {
    test(`${one} -> ${other} by revision: all is known, and alarming is ${alarms.join() || 'nothing'}`, async (t) => {
      const before = await take({lot: 1, istio: both({version: one})});
      const after = await take({lot: 2, istio: both({...revised(other), leaving: {version: one}})});
      const found = compare(before, after);
      t.true(found.length >= 3);
      t.false(names(found).includes(undefined), found.find(({known}) => known === undefined)?.text);
      t.deepEqual(
        found.filter(({alarm}) => alarm).map(({known}) => known),
        [...alarms],
      );
    });

    test(`${one} -> ${other} in place: all is known`, async (t) => {
      const found = compare(
        await take({lot: 1, istio: both({version: one})}),
        await take({lot: 2, istio: both({version: other})}),
      );
      t.false(names(found).includes(undefined), found.find(({known}) => known === undefined)?.text);
    });
  }
}

test('while one cluster has been changed, what is otherwise there is no change of the other one', async (t) => {
  const before = await take({lot: 1, istio: both({version: '1.17.5'})});
  const mixed = await take({
    lot: 2,
    istio: {west: {...revised('1.18.2'), leaving: {version: '1.17.5'}}, east: {version: '1.17.5'}},
  });
  const found = compare(before, mixed);
  t.deepEqual([...new Set(found.flatMap(({where}) => where.clusters))], ['west']);
  t.false(names(found).includes(undefined));
});

test('one cause in every proxy is one line with the number of its places', async (t) => {
  const found = compare(
    await take({lot: 1, istio: both({version: '1.17.5'})}),
    await take({lot: 2, istio: both({version: '1.18.2'})}),
  );
  const lines = found.filter(({known}) => known === 'default-original-port');
  // Three services in each of eight proxies.
  t.deepEqual(
    lines.map(({where}) => [where.places, where.of.length]),
    [[24, 8]],
  );
  t.regex(
    lines[0]?.text ?? '',
    /^default-original-port: .* and 5 more, 24 places, first: cluster .*default_original_port is gone: /,
  );
});

test('a change of another hop is unknown in this one', async (t) => {
  const startup = (given: MeshGiven & {readonly istio: Readonly<Record<string, ClusterIstio>>}) =>
    take({
      ...given,
      objects: (objects) =>
        objects.map((object) =>
          object.kind === 'Pod'
            ? (JSON.parse(
                JSON.stringify(object).replace('"periodSeconds":2', '"periodSeconds":15'),
              ) as typeof object)
            : object,
        ),
    });
  const istio = both({version: '1.17.5'});
  const found = compare(await take({lot: 1, istio}), await startup({lot: 2, istio}));
  t.true(found.length > 0);
  t.true(found.every(({known, alarm}) => known === undefined && alarm));
});
