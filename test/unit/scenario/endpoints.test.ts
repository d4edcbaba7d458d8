import test from 'ava';
import type {Istioctl} from '../../../src/drivers/istioctl/istioctl.js';
import {judge} from '../../../src/scenario/expectations/expectations.js';
import {clusters} from '../../../src/scenario/probes/clusters/clusters.js';
import {endpoints} from '../../../src/scenario/probes/endpoints/endpoints.js';
import {proxyStatus} from '../../../src/scenario/probes/proxy-status/proxy-status.js';
import {untouchable} from '../../fakes/drivers.js';
import {fakeWorld} from '../../fakes/world.js';
import {EAST_BY_GATEWAY, WEST_SET_ASIDE} from '../../helpers/endpoints.js';

const HOST = 'simple-backend.istioinaction.svc.cluster.local';

// The shape of Envoy's /clusters?format=json, of which istioctl prints the list.
const NEAR = {
  address: {socketAddress: {address: '10.10.0.20', portValue: 8080}},
  healthStatus: {failedOutlierCheck: true, edsHealthStatus: 'HEALTHY'},
  weight: 1,
  locality: {region: 'westus', zone: '0'},
};
const FAR = {
  address: {socketAddress: {address: '172.18.255.202', portValue: 15443}},
  healthStatus: {edsHealthStatus: 'HEALTHY'},
  weight: 1,
  priority: 1,
  locality: {region: 'eastus', zone: '0'},
};

function bench(given: Partial<Istioctl>) {
  const world = {...fakeWorld([]), istioctl: untouchable<Istioctl>('istioctl', given)};
  return {...world, signal: new AbortController().signal, say: () => undefined};
}

const statuses = [
  {name: `outbound|80||${HOST}`, hostStatuses: [NEAR, FAR]},
  {name: `outbound|80|v1|${HOST}`, hostStatuses: [FAR]},
  {name: 'outbound|80||catalog.istioinaction.svc.cluster.local', hostStatuses: [FAR]},
  {name: 'xds-grpc'},
];
const value = {cluster: 'west', of: 'deploy/a.b', service: 'simple-backend', port: 80};
const expected = [WEST_SET_ASIDE, EAST_BY_GATEWAY] as const;

test("only the service's own hosts are taken, with an absent priority as 0", async (t) => {
  const asked: string[] = [];
  const found = await endpoints.measure(
    value,
    bench({
      proxyConfig: (kubeconfig, kind, target) => {
        asked.push(kubeconfig, kind, target);
        return Promise.resolve(statuses);
      },
    }),
  );
  t.deepEqual(found, {kind: 'endpoints', endpoints: expected});
  t.deepEqual(asked, ['/work-folder/west-kubeconfig', 'endpoint', 'deploy/a.b']);
});

test('the wrapped form with names in snake case is read too', async (t) => {
  const snake = JSON.parse(
    JSON.stringify({clusterStatuses: statuses}).replace(
      /"([a-z]+)([A-Z][A-Za-z]*)":/g,
      (_, first: string, rest: string) =>
        `"${first}${rest.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}":`,
    ),
  ) as unknown;
  t.true(JSON.stringify(snake).includes('failed_outlier_check'));
  const found = await endpoints.measure(value, bench({proxyConfig: () => Promise.resolve(snake)}));
  t.deepEqual(found, {kind: 'endpoints', endpoints: expected});
});

test('a proxy that does not know the service is an error, not an empty list', async (t) => {
  const work = endpoints.measure({...value, port: 81}, bench({proxyConfig: () => Promise.resolve(statuses)}));
  await t.throwsAsync(Promise.resolve(work), {message: `deploy/a.b in west does not know ${HOST}`});
});

test('a service that the proxy knows, but no host of it, is an empty list', async (t) => {
  const found = await endpoints.measure(
    value,
    bench({
      proxyConfig: (_kubeconfig, kind) =>
        Promise.resolve(kind === 'cluster' ? [{name: `outbound|80||${HOST}`}] : []),
    }),
  );
  t.deepEqual(found, {kind: 'endpoints', endpoints: []});
});

test('names of clusters are filtered and sorted', async (t) => {
  const config = [{name: 'outbound|80||catalog'}, {name: 'agent'}, {name: 'a.catalog'}];
  const found = await clusters.measure(
    {cluster: 'east', of: 'deploy/a.b', containing: 'catalog'},
    bench({proxyConfig: () => Promise.resolve(config)}),
  );
  t.deepEqual(found, {kind: 'names', names: ['a.catalog', 'outbound|80||catalog']});
});

test('of proxy-status, the discovery columns of the proxies that are meant', async (t) => {
  const table = [
    ['NAME', 'CLUSTER', 'CDS', 'LDS', 'EDS', 'RDS', 'ECDS', 'ISTIOD', 'VERSION'],
    [
      'webapp-1.istioinaction',
      'west-cluster',
      'SYNCED',
      'SYNCED',
      'STALE',
      'SYNCED',
      'NOT SENT',
      'istiod-1',
      '1.17.5',
    ],
    ['other', 'west-cluster', 'SYNCED', 'SYNCED', 'SYNCED', 'SYNCED', 'NOT SENT', 'istiod-1', '1.17.5'],
  ];
  const found = await proxyStatus.measure(
    {cluster: 'west', containing: 'webapp'},
    bench({proxyStatus: () => Promise.resolve(table)}),
  );
  const sync = {CDS: 'SYNCED', LDS: 'SYNCED', EDS: 'STALE', RDS: 'SYNCED', ECDS: 'NOT SENT'};
  const proxy = {proxy: 'webapp-1.istioinaction', cluster: 'west-cluster', version: '1.17.5'};
  t.deepEqual(found, {kind: 'proxies', proxies: [{...proxy, states: Object.values(sync), sync}]});
});

test('the proxies that istiod knows, by cluster, version and state', (t) => {
  const one = {
    proxy: 'a',
    cluster: 'west-cluster',
    version: '1.17.5',
    states: [],
    sync: {CDS: 'SYNCED', RDS: 'NOT SENT'},
  };
  const other = {...one, proxy: 'b', version: '1.16.5'};
  const both = {kind: 'proxies', proxies: [one, other]} as const;
  t.true(judge('proxy', {cluster: 'west-cluster', sync: {CDS: 'SYNCED'}}, both).ok);
  const old = judge('proxy', {version: '1.17.5'}, both);
  t.deepEqual(
    [old.ok, old.evidence],
    [false, '1 of 2 such proxies: b west-cluster 1.16.5 CDS SYNCED RDS NOT SENT'],
  );
  t.true(judge('proxy', {version: '1.17.5', count: 1}, both).ok);
  t.false(judge('proxy', {}, {kind: 'proxies', proxies: []}).ok);
});
