import {readFileSync} from 'node:fs';
import test, {type ExecutionContext} from 'ava';
import {parse} from 'yaml';
import {gatewayFiles, operatorFiles} from '../../../src/mesh/install.js';
import type {Plan} from '../../../src/plan/plan.js';
import {chapterPlan, samplePlan, SUPPLIED} from '../../helpers/chapter.js';
import {tempFolder} from '../../helpers/temp-folder.js';

interface Gateway {
  readonly name: string;
  readonly enabled: boolean;
  readonly k8s: {
    readonly replicaCount: number;
    readonly env?: unknown;
    readonly strategy: {readonly rollingUpdate: {readonly maxSurge: string; readonly maxUnavailable: number}};
    readonly overlays: readonly {
      readonly kind: string;
      readonly name: string;
      readonly patches: readonly {readonly path: string; readonly value: unknown}[];
    }[];
  };
}

interface Operator {
  readonly kind: string;
  readonly spec: {
    readonly components?: {
      readonly pilot?: {readonly k8s: {readonly replicaCount: number}};
      readonly ingressGateways: readonly Gateway[];
    };
    readonly values: {
      readonly gateways?: unknown;
      readonly pilot?: {readonly autoscaleEnabled?: boolean};
    };
  };
}

const controlPlane = (plan: Plan, file: string) => operatorFiles(plan, file, {version: '1.17.5'});

/** What is laid over the lab's own file, without what stock Envoy needs. */
async function overlays(
  t: ExecutionContext,
  of: (plan: Plan, file: string) => Promise<readonly string[]>,
  make = (supplied: typeof SUPPLIED) => samplePlan('upgrade', supplied),
): Promise<readonly Operator[]> {
  const cache = await tempFolder(t);
  const proxy = {kind: 'istio-proxy', version: '1.17.5'} as const;
  const [own, ...over] = await of(
    make({...SUPPLIED, proxy, folders: {...SUPPLIED.folders, cache}}),
    'a.yaml',
  );
  t.is(own, 'a.yaml');
  return over.map((file) => parse(readFileSync(file, 'utf8')) as Operator);
}

test('a lab that says nothing of continuity gets nothing of it', async (t) => {
  t.deepEqual(await overlays(t, controlPlane, chapterPlan), []);
  t.deepEqual(await overlays(t, gatewayFiles, chapterPlan), []);
});

test('istiod and the ingress gateway have so many pods, and no autoscaler that would choose another number', async (t) => {
  const [over, ...rest] = await overlays(t, controlPlane);
  t.deepEqual(rest, []);
  t.is(over?.kind, 'IstioOperator');
  t.is(over?.spec.components?.pilot?.k8s.replicaCount, 2);
  t.is(over?.spec.values.pilot?.autoscaleEnabled, false);
  t.deepEqual(over?.spec.values.gateways, {'istio-ingressgateway': {autoscaleEnabled: false}});
  t.deepEqual(
    over?.spec.components?.ingressGateways.map(({name, enabled, k8s}) => [name, enabled, k8s.replicaCount]),
    [['istio-ingressgateway', true, 2]],
  );
});

test('the east-west gateway gets the same, and nothing else is made beside it', async (t) => {
  const [over, ...rest] = await overlays(t, gatewayFiles);
  t.deepEqual(rest, []);
  t.is(over?.spec.components?.pilot, undefined);
  t.is(over?.spec.values.pilot, undefined);
  t.deepEqual(over?.spec.values.gateways, {'istio-ingressgateway': {autoscaleEnabled: false}});
  t.deepEqual(
    over?.spec.components?.ingressGateways.map(({name, k8s}) => [name, k8s.replicaCount]),
    [['istio-eastwestgateway', 2]],
  );
});

for (const [name, of] of Object.entries({ingress: controlPlane, 'east-west': gatewayFiles})) {
  test(`${name}: a gateway waits, then drains, then ends, and Kubernetes gives it the time for that`, async (t) => {
    const [over] = await overlays(t, of);
    const [gateway] = over?.spec.components?.ingressGateways ?? [];
    t.deepEqual(gateway?.k8s.strategy.rollingUpdate, {maxSurge: '100%', maxUnavailable: 0});
    const [overlay] = gateway?.k8s.overlays ?? [];
    t.deepEqual([overlay?.kind, overlay?.name], ['Deployment', gateway?.name]);
    const proxy = 'spec.template.spec.containers.[name:istio-proxy]';
    const at = (path: string): unknown[] =>
      (overlay?.patches ?? []).filter((patch) => patch.path === path).map(({value}) => value);
    t.deepEqual(at(`${proxy}.lifecycle`), [{preStop: {exec: {command: ['sleep', '5']}}}]);
    t.deepEqual(at(`${proxy}.env[-1]`), [
      {name: 'EXIT_ON_ZERO_ACTIVE_CONNECTIONS', value: 'true'},
      {name: 'MINIMUM_DRAIN_DURATION', value: '5s'},
    ]);
    const [grace] = at('spec.template.spec.terminationGracePeriodSeconds');
    t.true(typeof grace === 'number' && grace > 5 + 5, String(grace));
  });

  // istioctl takes a list of the upper file whole: the east-west gateway would lose ISTIO_META_ROUTER_MODE.
  test(`${name}: no list of variables is laid over the lab's`, async (t) => {
    const [over] = await overlays(t, of);
    t.true(over?.spec.components?.ingressGateways.every(({k8s}) => k8s.env === undefined));
  });
}
