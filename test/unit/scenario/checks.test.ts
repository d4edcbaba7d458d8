import test from 'ava';
import type {KubeObject} from '../../../src/drivers/kube/kube.js';
import {actionOf, type ActionKey} from '../../../src/scenario/actions/actions.js';
import {fakeWorld, rolledOut, type Diary} from '../../fakes/world.js';

const namespace = 'istioinaction';
const SINCE = new Date('2026-01-01T00:00:10.900Z');
const app = {cluster: 'west', deployment: 'app'};
const secret: KubeObject = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: {name: 'thing', namespace, labels: {a: '1'}},
  data: {k: 'v'},
};
const named = {apiVersion: 'v1', kind: 'Secret', name: 'thing'};
const pod = (name: string, creationTimestamp: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {name, namespace, creationTimestamp},
});
const rollingOut = (name: string): KubeObject => ({
  ...rolledOut(name, [{name: 'A', value: '1'}]),
  status: {replicas: 2, updatedReplicas: 1, availableReplicas: 1},
});

/** What `check` sees of a change in a cluster that has these objects; nothing may be changed by looking. */
const sees = test.macro(
  async (
    t,
    key: ActionKey,
    value: unknown,
    west: readonly KubeObject[],
    done: boolean,
    seen: string | RegExp,
  ) => {
    const diary: Diary = [];
    const bench = {...fakeWorld(diary, {west}), signal: new AbortController().signal, say: () => undefined};
    const look = await actionOf(key).check(value, bench, SINCE);
    t.is(look.done, done, look.seen);
    if (typeof seen === 'string') t.is(look.seen, seen);
    else t.regex(look.seen, seen);
    t.deepEqual(diary, []);
  },
);

const env = (value: string): readonly KubeObject[] => [rolledOut('app', [{name: 'A', value}])];
const setA = {...app, env: {A: '1'}};
test('setEnv: another value', sees, 'setEnv', setA, env('0'), false, 'A in main is 0, not 1');
test(
  'setEnv: no value',
  sees,
  'setEnv',
  {...app, env: {B: '1'}},
  env('0'),
  false,
  'B in main is not set, not 1',
);
test(
  'setEnv: set, but the former pod still serves',
  sees,
  'setEnv',
  setA,
  [rollingOut('app')],
  false,
  'app: 1 of 1 available, 1 of the newest template',
);
test('setEnv: done', sees, 'setEnv', setA, env('1'), true, /^A=1 in main; app: 1 of 1 available/);

const none = {...app, replicas: 0};
test('scale: not yet', sees, 'scale', none, env('1'), false, 'app wants 1 pods, not 0');
test('scale: done', sees, 'scale', {...app, replicas: 1}, env('1'), true, /^app wants 1 pods/);

const file = {cluster: 'west', file: 'locality-aware/west/simple-backend-dr.yaml'};
const rule: KubeObject = {
  apiVersion: 'networking.istio.io/v1beta1',
  kind: 'DestinationRule',
  metadata: {name: 'simple-backend-dr', namespace},
  spec: {host: 'another'},
};
test('apply: missing', sees, 'apply', file, [], false, 'DestinationRule simple-backend-dr is missing');
test('apply: another host', sees, 'apply', file, [rule], false, /spec\.host is "another"/);

test(
  'delete: still there',
  sees,
  'delete',
  {cluster: 'west', object: named},
  [secret],
  false,
  'Secret istioinaction/thing is still there',
);
test(
  'delete: done',
  sees,
  'delete',
  {cluster: 'west', object: named},
  [],
  true,
  'Secret istioinaction/thing gone',
);

const labels = (wanted: object) => ({cluster: 'west', object: named, labels: wanted});
test('label: another value', sees, 'label', labels({a: '2'}), [secret], false, 'label a is "1", not "2"');
test(
  'label: not taken away',
  sees,
  'label',
  labels({a: null}),
  [secret],
  false,
  'label a is "1", not absent',
);
test(
  'label: done',
  sees,
  'label',
  labels({a: '1', b: null}),
  [secret],
  true,
  'Secret istioinaction/thing labelled',
);

const change = (data: object) => ({cluster: 'west', object: named, change: {data}});
test('patch: another value', sees, 'patch', change({k: 'w'}), [secret], false, 'data.k is another value');
test(
  'patch: done',
  sees,
  'patch',
  change({k: 'v', other: null}),
  [secret],
  true,
  'Secret istioinaction/thing patched',
);

const withoutA = {
  cluster: 'west',
  object: {apiVersion: 'apps/v1', kind: 'Deployment', name: 'app'},
  change: {
    spec: {template: {spec: {containers: [{name: 'main', env: [{name: 'A', $patch: 'delete'}]}]}}},
  },
};
test(
  'patch: what it deletes is still there',
  sees,
  'patch',
  withoutA,
  env('1'),
  false,
  'spec.template.spec.containers[main].env[A] is still there',
);
test(
  'patch: what it deletes is gone',
  sees,
  'patch',
  withoutA,
  [rolledOut('app', [{name: 'B', value: '2'}])],
  true,
  /^Deployment istioinaction\/app patched; app: 1 of 1/,
);
const without80 = {...named, kind: 'Service'};
const service = (...ports: readonly number[]): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: {name: 'thing', namespace},
  spec: {ports: ports.map((port) => ({port}))},
});
for (const [ports, done] of [
  [[80, 81], false],
  [[81], true],
] as const)
  test(
    `patch: of ports that have no name, ${done ? 'gone' : 'there'}`,
    sees,
    'patch',
    {cluster: 'west', object: without80, change: {spec: {ports: [{port: 80, $patch: 'delete'}]}}},
    [service(...ports)],
    done,
    done ? 'Service istioinaction/thing patched' : 'spec.ports[80] is still there',
  );
test('patch: a directive that check does not know is refused', (t) => {
  const {schema} = actionOf('patch');
  t.true(schema.safeParse(withoutA).success);
  const {error} = schema.safeParse({...withoutA, change: {spec: {$retainKeys: ['type']}}});
  t.regex(error?.issues[0]?.message ?? '', /^\$retainKeys: .*only \$patch: delete/);
});

const old = pod('app-old', '2026-01-01T00:00:09Z');
const fresh = pod('app-new', '2026-01-01T00:00:10Z');
test(
  'restart: a pod from before',
  sees,
  'restart',
  app,
  [...env('1'), old, fresh],
  false,
  'pod app-old is older than this step',
);
test(
  'restart: done in the second of the step',
  sees,
  'restart',
  app,
  [...env('1'), fresh],
  true,
  /^1 new pods; app: 1 of 1/,
);
