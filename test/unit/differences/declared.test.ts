import test from 'ava';
import type {KubeObject} from '../../../src/drivers/kube/kube.js';
import {declared} from '../../../src/differences/take/declared.js';

const object = (kind: string, more: object, labels: Record<string, string> = {}): KubeObject => ({
  apiVersion: 'v1',
  kind,
  metadata: {name: 'x', labels, annotations: {'kubectl.kubernetes.io/restartedAt': 'now'}},
  status: {replicas: 3},
  ...more,
});

test('of a Service what was drawn is left out, what the lab asked for and the load balancer’s address stay', (t) => {
  const service = object('Service', {
    spec: {
      clusterIP: '10.100.0.7',
      clusterIPs: ['10.100.0.7'],
      ports: [
        {port: 80, nodePort: 30000},
        {port: 443, nodePort: 31277},
      ],
    },
    status: {loadBalancer: {ingress: [{ip: '172.18.255.101'}]}},
  });
  t.deepEqual(declared(service, [30000]), {
    labels: {},
    spec: {ports: [{port: 80, nodePort: 30000}, {port: 443}]},
    addresses: ['172.18.255.101'],
  });
});

test('of a ConfigMap texts are what they say, and templates a digest', (t) => {
  const config = 'policy: enabled\ntemplates:\n  sidecar: |\n    {{ range }}\n';
  const found = declared(
    object('ConfigMap', {
      data: {mesh: 'a:\n- 1\n', values: '{"b": true}', config, other: 'a: [', words: 'some words'},
    }),
    [],
  );
  t.deepEqual(
    [found['mesh'], found['values'], found['other'], found['words']],
    [{a: [1]}, {b: true}, 'a: [', 'some words'],
  );
  const {policy, templates} = found['config'] as {policy: string; templates: {sidecar: string}};
  t.is(policy, 'enabled');
  t.regex(templates.sidecar, /^text [0-9a-f]{20}$/);
});

test('of a definition the schemas are digests, which do not mind the order of keys', (t) => {
  const of = (schema: object) =>
    declared(
      object('CustomResourceDefinition', {
        spec: {scope: 'Namespaced', versions: [{name: 'v1', served: true, storage: true, schema}]},
      }),
      [],
    );
  t.deepEqual(of({a: 1, b: 2}), of({b: 2, a: 1}));
  t.notDeepEqual(of({a: 1}), of({a: 2}));
});

test('of a pod what the injector has put in, its JSON read', (t) => {
  const pod = object(
    'Pod',
    {
      spec: {
        nodeName: 'west',
        containers: [
          {name: 'main', image: 'app'},
          {
            name: 'istio-proxy',
            env: [
              {name: 'PROXY_CONFIG', value: '{"discoveryAddress":"istiod-a.istio-system.svc:15012"}'},
              {name: 'A', value: '{no'},
            ],
          },
        ],
        initContainers: [{name: 'istio-init'}, {name: 'own'}],
      },
    },
    {app: 'x'},
  );
  t.deepEqual(declared(pod, []), {
    labels: {app: 'x'},
    annotations: {},
    containers: [
      {
        name: 'istio-proxy',
        env: [
          {name: 'PROXY_CONFIG', value: {discoveryAddress: 'istiod-a.istio-system.svc:15012'}},
          {name: 'A', value: '{no'},
        ],
      },
    ],
    initContainers: [{name: 'istio-init'}],
  });
});

test('a sidecar whose settings name no control plane has that without a revision', (t) => {
  const env = [{name: 'PROXY_CONFIG', value: '{"meshId":"usmesh"}'}];
  const {containers} = declared(object('Pod', {spec: {containers: [{name: 'istio-proxy', env}]}}), []);
  const value = {discoveryAddress: 'istiod.istio-system.svc:15012', meshId: 'usmesh'};
  t.deepEqual(containers, [{name: 'istio-proxy', env: [{name: 'PROXY_CONFIG', value}]}]);
});

test('of everything else spec or rules, without status and what programs write for themselves', (t) => {
  t.deepEqual(declared(object('Gateway', {spec: {servers: []}}), []), {labels: {}, spec: {servers: []}});
  t.deepEqual(declared(object('ClusterRole', {rules: []}), []), {labels: {}, rules: []});
  t.deepEqual(declared(object('Namespace', {}, {a: 'b'}), []), {labels: {a: 'b'}});
  t.deepEqual(declared(object('ServiceAccount', {secrets: [{name: 'x-token-abcde'}]}), []), {labels: {}});
});
