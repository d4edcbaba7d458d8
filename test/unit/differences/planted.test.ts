import test from 'ava';
import type {KubeObject} from '../../../src/drivers/kube/kube.js';
import {compare, judge, takeConfiguration, type Difference} from '../../../src/differences/index.js';
import type {ClusterIstio, MeshConfiguration, MeshState} from '../../../src/differences/state.js';
import {meshLab, type MeshGiven} from '../../helpers/mesh-lab.js';
import type {Page} from '../../helpers/proxy-page.js';

const {signal} = new AbortController();
const OLD = {version: '1.17.5'};
const both = (istio: ClusterIstio): Readonly<Record<string, ClusterIstio>> => ({west: istio, east: istio});

const take = (given: MeshGiven): Promise<MeshConfiguration> =>
  takeConfiguration(meshLab(given), {signal, ...(given.istio === undefined ? {} : {istio: given.istio})});

/** What is found of a mesh that was well at first. */
async function found(given: MeshGiven): Promise<readonly Difference[]> {
  return compare(await take({lot: 1}), await take({lot: 2, ...given}));
}

/** The objects with one of them changed. */
const changing =
  (kind: string, name: string, change: (text: string) => string, where = 'west') =>
  (objects: KubeObject[], cluster: string): KubeObject[] =>
    objects.map((object) =>
      cluster === where && object.kind === kind && object.metadata.name === name
        ? (JSON.parse(change(JSON.stringify(object))) as KubeObject)
        : object,
    );

/** A proxy's page with a change of everything of a kind that has a name. */
const inPages =
  (kind: keyof Omit<Page, 'bootstrap'>, name: RegExp, change: (text: string) => string) =>
  (page: Page): Page => ({
    ...page,
    [kind]: page[kind].map((one) =>
      name.test(JSON.stringify(one)) ? (JSON.parse(change(JSON.stringify(one))) as typeof one) : one,
    ),
  });

test('an istiod with a changed variable or argument is named, with both values', async (t) => {
  const [added, ...more] = await found({env: [{name: 'PILOT_FILTER_GATEWAY_CLUSTER_CONFIG', value: 'true'}]});
  t.deepEqual(more, []);
  t.is(added?.known, 'istiod-setting');
  t.true(added?.alarm);
  t.is(added?.path, 'spec.template.spec.containers[discovery].env[PILOT_FILTER_GATEWAY_CLUSTER_CONFIG]');
  t.deepEqual(added?.where.of, [
    'east: Deployment istio-system/istiod',
    'west: Deployment istio-system/istiod',
  ]);
  const [argument] = await found({
    objects: changing('Deployment', 'istiod', (text) => text.replace('"cluster.local"', '"other.local"')),
  });
  t.is(argument?.known, 'istiod-setting');
  t.is(argument?.before, '--domain cluster.local');
  t.is(argument?.after, '--domain other.local');
});

test('it is named in a hop as well, beside what the hop brings', async (t) => {
  const differences = compare(
    await take({lot: 1}),
    await take({
      lot: 2,
      istio: both({version: '1.18.2'}),
      env: [{name: 'PILOT_ENABLE_EDS_DEBOUNCE', value: 'false'}],
    }),
  );
  const alarms = differences.filter(({alarm}) => alarm).map(({known}) => known);
  t.deepEqual([...alarms].sort(), ['istiod-setting', 'proxy-concurrency']);
});

test('a gateway without its network label is named, and so is what the other cluster makes of it', async (t) => {
  const pods = inPages('endpoints', /simple-backend|catalog/, (text) =>
    text.replace(
      /"address":"172\.18\.255\.102","port_value":15443/g,
      '"address":"10.10.0.9","port_value":8080',
    ),
  );
  const differences = await found({
    objects: changing('Service', 'istio-eastwestgateway', (text) =>
      text
        .replaceAll('"topology.istio.io/network":"west-network",', '')
        .replaceAll(',"topology.istio.io/network":"west-network"', ''),
    ),
    dump: (page, _workload, cluster) => (cluster === 'east' ? pods(page) : page),
  });
  const label = differences.find(({known}) => known === 'gateway-network-label');
  t.deepEqual(label?.where.of, ['west: Service istio-system/istio-eastwestgateway']);
  t.is(label?.before, 'west-network');
  t.is(label?.after, undefined);
  const endpoints = differences.find(({known}) => known === 'remote-endpoints-lost');
  t.deepEqual(endpoints?.where.clusters, ['east']);
  t.is(differences.length, 2, differences.map(({text}) => text).join('\n'));
  t.true(differences.every(({alarm}) => alarm));
});

test('a DestinationRule that is read otherwise is named, with the rule untouched', async (t) => {
  const [rule, ...more] = await found({
    dump: inPages('clusters', /simple-backend/, (text) =>
      text.replace('"outlier_detection":{"consecutive_5xx":1}', '"outlier_detection":{"consecutive_5xx":5}'),
    ),
  });
  t.deepEqual(more, []);
  t.is(rule?.known, 'rule-read-otherwise');
  t.is(rule?.path, 'outlier_detection.consecutive_5xx');
  t.is(rule?.where.of.length, 8);
  t.regex(rule?.text ?? '', /cluster outbound\|80\|\|simple-backend\.istioinaction\.svc\.cluster\.local/);
});

test('a DestinationRule that was itself changed is told as that', async (t) => {
  const differences = await found({
    objects: (objects) =>
      (['west', 'east'] as const).reduce(
        (all, cluster) =>
          changing(
            'DestinationRule',
            'simple-backend',
            (text) => text.replace('Errors":1', 'Errors":5'),
            cluster,
          )(all, cluster),
        objects,
      ),
    dump: inPages('clusters', /simple-backend/, (text) =>
      text.replace('consecutive_5xx":1', 'consecutive_5xx":5'),
    ),
  });
  t.false(differences.some(({known}) => known === 'rule-read-otherwise'));
  t.true(
    differences.some(
      ({where, path}) =>
        where.section === 'objects' && path === 'spec.trafficPolicy.outlierDetection.consecutive5xxErrors',
    ),
  );
});

test('a validator that asks a control plane that is gone is named', async (t) => {
  const before = await take({lot: 1});
  const after = await take({
    lot: 2,
    istio: both({version: '1.17.5', revision: '1-17-5'}),
    objects: changing('ValidatingWebhookConfiguration', 'istiod-default-validator', (text) =>
      text.replaceAll('istiod-1-17-5', 'istiod'),
    ),
  });
  const [frozen, ...more] = compare(before, after);
  t.deepEqual(more, []);
  t.is(frozen?.known, 'frozen-validator');
  t.is(frozen?.after, 'istiod');
});

test('a hop by revision that leaves nobody for istio-injection=enabled is named', async (t) => {
  const after = await take({
    lot: 2,
    istio: both({version: '1.17.5', revision: '1-17-5'}),
    objects: (objects) => objects.filter(({metadata}) => metadata.name !== 'istio-revision-tag-default'),
  });
  const [gone, ...more] = compare(await take({lot: 1}), after);
  t.deepEqual(more, []);
  t.is(gone?.known, 'default-injection-gone');
});

test('a proxy that was not moved is named', async (t) => {
  const after = await take({lot: 2, istio: {west: {version: '1.18.2'}, east: OLD}, proxies: {west: OLD}});
  const left = compare(await take({lot: 1}), after).find(({known}) => known === 'proxy-left-behind');
  t.true(left?.alarm);
  t.true(left?.where.of.includes('west/istioinaction/webapp'));
  t.false(left?.where.of.some((name) => name.startsWith('east')));
});

test('what Envoy refuses, a proxy that is gone, settings, rights and a cluster that nobody knows are told apart', async (t) => {
  const known = async (given: MeshGiven) => (await found(given)).map((difference) => difference.known);
  t.deepEqual(
    await known({objects: changing('ConfigMap', 'istio', (text) => text.replace('usmesh', 'other'))}),
    ['mesh-setting'],
  );
  t.deepEqual(
    await known({
      objects: changing('ClusterRole', 'istiod-clusterrole-istio-system', (text) =>
        text.replace('"nodes"', '"secrets"'),
      ),
    }),
    ['rights-changed'],
  );
  t.deepEqual(
    await known({
      objects: (objects) =>
        objects.filter(({kind, metadata}) => kind !== 'Pod' || !metadata.name.startsWith('catalog')),
    }),
    ['proxy-gone', undefined],
  );
  const [extra] = await found({
    dump: (page) => ({...page, clusters: [...page.clusters, {name: 'outbound|1||new.example', type: 'EDS'}]}),
  });
  t.is(extra?.known, undefined);
  t.true(extra?.alarm);
  t.regex(extra?.text ?? '', /cluster outbound\|1\|\|new\.example is new/);
});

test('what a hop brings hides nothing else of the same kind', async (t) => {
  const istio = both({version: '1.18.2'});
  const alarms = async (given: MeshGiven) =>
    compare(await take({lot: 1}), await take({lot: 2, istio, ...given}))
      .filter(({alarm, known}) => alarm && known !== 'proxy-concurrency')
      .map(({path, known}) => [path, known]);
  t.deepEqual(await alarms({}), []);
  t.deepEqual(
    await alarms({
      dump: inPages('endpoints', /catalog/, (text) => text.replaceAll('west-cluster', 'other-cluster')),
    }),
    [['[].metadata.istio.workload', undefined]],
  );
  t.deepEqual(
    await alarms({
      objects: changing('ConfigMap', 'istio-sidecar-injector', (text) =>
        text.replace('\\"privileged\\":true', '\\"privileged\\":false'),
      ),
    }),
    [['values.global.proxy.privileged', 'mesh-setting']],
  );
});

test('a planted regression fails the hop, and its name lets it pass', async (t) => {
  const state = async (name: MeshState['name'], given: MeshGiven): Promise<MeshState> => ({
    ...(await take(given)),
    name,
    scenarios: [],
  });
  const before = await state('before', {lot: 1});
  const after = await state('after', {lot: 2, env: [{name: 'X', value: '1'}]});
  const hop = {from: '1.17.5', to: '1.17.5'};
  t.false(judge(before, [after], hop).passed);
  const excused = judge(before, [after], {...hop, allow: ['istiod-setting']});
  t.true(excused.passed);
  t.deepEqual(excused.allowed, ['istiod-setting']);
});
