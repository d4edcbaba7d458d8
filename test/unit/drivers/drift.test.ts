import test from 'ava';
import {drift} from '../../../src/drivers/kube/drift.js';
import type {KubeObject} from '../../../src/drivers/kube/kube.js';

const object = (fields: object): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Thing',
  metadata: {name: 'one'},
  ...fields,
});

const between = (wanted: object, live: object): string[] => drift(object(wanted), object(live));

test('the same object has not drifted, nor one that the server has added to', (t) => {
  const wanted = {spec: {replicas: 2, template: {name: 'a'}}};
  t.deepEqual(between(wanted, wanted), []);
  t.deepEqual(between(wanted, {spec: {...wanted.spec, clusterIP: '10.0.0.1'}, status: {ready: 2}}), []);
});

test('another value is said with its path and both values', (t) => {
  t.deepEqual(between({spec: {replicas: 2}}, {spec: {replicas: 3}}), ['spec.replicas is 3, not 2']);
});

test('a field that is gone, and a whole branch that is gone, are said', (t) => {
  t.deepEqual(between({spec: {type: 'A'}}, {spec: {}}), ['spec.type is undefined, not "A"']);
  t.deepEqual(between({spec: {inner: {type: 'A'}}}, {}), ['spec.inner.type is undefined, not "A"']);
});

test('things with names are matched by name, in whatever order and company they are', (t) => {
  const wanted = {containers: [{name: 'app', image: 'x:1'}]};
  const live = {
    containers: [
      {name: 'istio-proxy', image: 'p:1'},
      {name: 'app', image: 'x:1'},
    ],
  };
  t.deepEqual(between(wanted, live), []);
  t.deepEqual(between({containers: [{name: 'app', image: 'x:2'}]}, live), [
    'containers[app].image is "x:1", not "x:2"',
  ]);
  t.deepEqual(between({containers: [{name: 'web', image: 'x:1'}]}, live), [
    'containers[web].name is undefined, not "web"',
    'containers[web].image is undefined, not "x:1"',
  ]);
});

test('a volume that is mounted twice is looked for at either place', (t) => {
  const mount = (mountPath: string, subPath: string) => ({name: 'config', mountPath, subPath});
  const wanted = {volumeMounts: [mount('/etc/one', 'one'), mount('/etc/two', 'two')]};
  t.deepEqual(between(wanted, {volumeMounts: [...wanted.volumeMounts].reverse()}), []);
  t.deepEqual(between(wanted, {volumeMounts: [mount('/etc/one', 'one'), mount('/etc/two', 'other')]}), [
    'volumeMounts[/etc/two].subPath is "other", not "two"',
  ]);
});

test('a name that two things share names neither: they are matched by place', (t) => {
  const wanted = {
    rules: [
      {name: 'x', to: 1},
      {name: 'x', to: 2},
    ],
  };
  t.deepEqual(between(wanted, wanted), []);
  t.deepEqual(
    between(wanted, {
      rules: [
        {name: 'x', to: 1},
        {name: 'x', to: 3},
      ],
    }),
    ['rules[1].to is 3, not 2'],
  );
});

test('lists without names are matched by place and length', (t) => {
  t.deepEqual(between({hosts: ['a', 'b']}, {hosts: ['a', 'b']}), []);
  t.deepEqual(between({hosts: ['a', 'b']}, {hosts: ['b', 'a']}), [
    'hosts[0] is "b", not "a"',
    'hosts[1] is "a", not "b"',
  ]);
  t.deepEqual(between({hosts: ['a']}, {hosts: ['a', 'b']}), ['hosts has 2 items, not 1']);
  t.deepEqual(between({hosts: ['a']}, {}), ['hosts has 0 items, not 1']);
});

test('one quantity in two spellings is no drift, another quantity is', (t) => {
  const same: [unknown, unknown][] = [
    ['0.1', '100m'],
    [0.5, '500m'],
    ['1024Mi', '1Gi'],
    ['2000m', 2],
    ['1k', 1000],
  ];
  for (const [wanted, live] of same) t.deepEqual(between({cpu: wanted}, {cpu: live}), [], String(wanted));
  t.is(between({cpu: '100m'}, {cpu: '200m'}).length, 1);
  t.is(between({memory: '1G'}, {memory: '1Gi'}).length, 1);
  t.is(between({cpu: '1x'}, {cpu: '1y'}).length, 1);
});

test('a number and its text are one', (t) => {
  t.deepEqual(between({port: 80}, {port: '80'}), []);
});

test('empty is absent, both ways', (t) => {
  const empties = ['', false, 0, null, {}, [], {a: {}}];
  for (const empty of empties) {
    t.deepEqual(between({field: empty}, {}), [], JSON.stringify(empty));
    t.deepEqual(between({}, {field: empty}), [], JSON.stringify(empty));
  }
  t.is(between({field: false}, {field: true}).length, 1);
  t.is(between({field: 0}, {field: 1}).length, 1);
});

test("a Secret's stringData is looked for in its data", (t) => {
  const data = {key: Buffer.from('secret').toString('base64')};
  t.deepEqual(between({stringData: {key: 'secret'}}, {data}), []);
  t.deepEqual(between({stringData: {key: 'other'}}, {data}).length, 1);
  t.deepEqual(between({stringData: {key: 'secret'}, data: {more: 'bW9yZQ=='}}, {data}), [
    'data.more is undefined, not "bW9yZQ=="',
  ]);
});

test('what controllers fill in at run time is theirs', (t) => {
  const webhooks = (caBundle: string): object => ({
    webhooks: [{name: 'a', clientConfig: {caBundle, path: '/x'}}],
  });
  t.deepEqual(between(webhooks('placeholder'), webhooks('real')), []);
  t.deepEqual(between({status: {a: 1}}, {status: {a: 2}}), []);
});
