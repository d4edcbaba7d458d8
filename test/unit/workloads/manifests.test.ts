import {readFileSync} from 'node:fs';
import test from 'ava';
import {parseAllDocuments} from 'yaml';

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {readonly name: string; readonly namespace: string; readonly labels?: object};
  readonly spec: Record<string, unknown>;
}

// The tests run in the project's folder.
function read(file: string): Manifest[] {
  return parseAllDocuments(readFileSync(`ch12/${file}`, 'utf8'), {strict: true}).map((document) => {
    const [error] = document.errors;
    if (error !== undefined) throw error;
    return document.toJS() as Manifest;
  });
}

function only(file: string, kind: string): Manifest {
  const [found, ...more] = read(file).filter((manifest) => manifest.kind === kind);
  if (found === undefined || more.length > 0) throw new RangeError(`${file} must have one ${kind}`);
  return found;
}

const APPS = [
  'webapp-deployment-svc.yaml',
  'webapp-gw-vs.yaml',
  'catalog-svc.yaml',
  'catalog.yaml',
  'locality-aware/west/simple-backend-deployment.yaml',
  'locality-aware/west/simple-backend-svc.yaml',
  'locality-aware/west/simple-backend-gw.yaml',
  'locality-aware/west/simple-backend-vs.yaml',
  'locality-aware/west/simple-backend-dr.yaml',
  'locality-aware/east/simple-backend-deployment.yaml',
  'locality-aware/east/simple-backend-svc.yaml',
  'security/allow-only-ingress-policy.yaml',
];

for (const file of APPS) {
  test(`all of ${file} says its namespace`, (t) => {
    const manifests = read(file);
    t.true(manifests.length > 0);
    for (const {metadata} of manifests) t.is(metadata.namespace, 'istioinaction');
  });
}

test('every file that the lab names is there', (t) => {
  const lab = JSON.stringify(read('lab.yaml')[0]);
  const files = [...lab.matchAll(/"([\w/-]+\.yaml)"/g)].map(([, file]) => String(file));
  t.true(files.length >= 15);
  for (const file of files) t.true(read(file).length > 0, file);
});

test('west has the stub of the catalog alone, under the same name and port as east', (t) => {
  t.deepEqual(
    read('catalog-svc.yaml').map(({kind}) => kind),
    ['Service'],
  );
  t.deepEqual(only('catalog-svc.yaml', 'Service'), only('catalog.yaml', 'Service'));
  t.like(only('catalog.yaml', 'Service').spec, {
    ports: [{name: 'http', port: 80, targetPort: 3000}],
    selector: {app: 'catalog'},
  });
});

const deployed = test.macro({
  exec: (t, file: string, app: string, account: string) => {
    const template = only(file, 'Deployment').spec['template'] as {spec: Record<string, unknown>};
    const [container] = template.spec['containers'] as Record<string, unknown>[];
    t.is(only(file, 'ServiceAccount').metadata.name, account);
    t.is(template.spec['serviceAccountName'], account);
    t.like(container, {
      name: app,
      image: 'docker.io/eastwest/workloads:1',
      imagePullPolicy: 'IfNotPresent',
      args: [app],
      readinessProbe: {httpGet: {path: '/healthz'}, periodSeconds: 1},
    });
  },
  title: (_, file: string) => `${file} runs the lab's own image as its app`,
});

test(deployed, 'webapp-deployment-svc.yaml', 'webapp', 'webapp');
test(deployed, 'catalog.yaml', 'catalog', 'catalog');
test(deployed, 'locality-aware/west/simple-backend-deployment.yaml', 'simple-backend', 'simple-backend');
test(deployed, 'locality-aware/east/simple-backend-deployment.yaml', 'simple-backend', 'simple-backend');

test('the backends differ in their names and greetings alone', (t) => {
  const text = (file: string): string => JSON.stringify(read(`locality-aware/${file}`));
  t.deepEqual(text('west/simple-backend-svc.yaml'), text('east/simple-backend-svc.yaml'));
  const west = text('west/simple-backend-deployment.yaml');
  t.true(west.includes('Hello from WEST'));
  t.is(
    west.replaceAll('simple-backend-west', 'simple-backend-east').replace('WEST', 'EAST'),
    text('east/simple-backend-deployment.yaml'),
  );
});

for (const side of ['west', 'east']) {
  const values = {
    global: {meshID: 'usmesh', multiCluster: {clusterName: `${side}-cluster`}, network: `${side}-network`},
  };

  test(`the control plane of ${side} is the demo profile without an egress gateway, its proxies count answers by status`, (t) => {
    const operator = only(`controlplanes/cluster-${side}.yaml`, 'IstioOperator');
    t.is(operator.metadata.name, 'istio-controlplane');
    t.deepEqual(operator.spec, {
      profile: 'demo',
      components: {egressGateways: [{name: 'istio-egressgateway', enabled: false}]},
      meshConfig: {
        defaultConfig: {
          proxyStatsMatcher: {inclusionRegexps: [String.raw`cluster\.(in|out)bound.*\.upstream_rq_\d+`]},
        },
      },
      values,
    });
  });

  test(`the east-west gateway of ${side} stands for its network`, (t) => {
    const operator = only(`gateways/cluster-${side}-eastwest-gateway.yaml`, 'IstioOperator');
    const [gateway] = (operator.spec['components'] as {ingressGateways: Record<string, unknown>[]})
      .ingressGateways;
    t.like(operator.spec, {profile: 'empty', values});
    t.like(gateway, {
      name: 'istio-eastwestgateway',
      enabled: true,
      label: {
        istio: 'eastwestgateway',
        app: 'istio-eastwestgateway',
        'topology.istio.io/network': `${side}-network`,
      },
    });
    const {env, service} = gateway?.['k8s'] as {env: unknown; service: {ports: {port: number}[]}};
    t.deepEqual(env, [
      {name: 'ISTIO_META_ROUTER_MODE', value: 'sni-dnat'},
      {name: 'ISTIO_META_REQUESTED_NETWORK_VIEW', value: `${side}-network`},
    ]);
    t.deepEqual(
      service.ports.map(({port}) => port),
      [15021, 15443, 15012, 15017],
    );
  });
}

const shaped = test.macro({
  exec: (t, file: string, kind: string, apiVersion: string, name: string, spec: Record<string, unknown>) => {
    const manifest = only(file, kind);
    t.is(manifest.apiVersion, apiVersion);
    t.is(manifest.metadata.name, name);
    t.deepEqual(manifest.spec, spec);
  },
  title: (_, file: string, kind: string) => `the ${kind} of ${file} is the chapter's`,
});

const NETWORKING = 'networking.istio.io/v1beta1';
const http = (host: string): object => ({
  selector: {istio: 'ingressgateway'},
  servers: [{port: {number: 80, name: 'http', protocol: 'HTTP'}, hosts: [host]}],
});

test(shaped, 'gateways/expose-services.yaml', 'Gateway', NETWORKING, 'cross-network-gateway', {
  selector: {istio: 'eastwestgateway'},
  servers: [
    {
      port: {number: 15443, name: 'tls', protocol: 'TLS'},
      tls: {mode: 'AUTO_PASSTHROUGH'},
      hosts: ['*.local'],
    },
  ],
});
test(shaped, 'webapp-gw-vs.yaml', 'Gateway', NETWORKING, 'coolstore-gateway', {
  ...http('webapp.istioinaction.io'),
});
test(shaped, 'webapp-gw-vs.yaml', 'VirtualService', NETWORKING, 'webapp-virtualservice', {
  hosts: ['webapp.istioinaction.io'],
  gateways: ['coolstore-gateway'],
  http: [{route: [{destination: {host: 'webapp', port: {number: 80}}}]}],
});
test(shaped, 'locality-aware/west/simple-backend-gw.yaml', 'Gateway', NETWORKING, 'simple-backend-gateway', {
  ...http('simple-backend.istioinaction.io'),
});
test(
  shaped,
  'locality-aware/west/simple-backend-vs.yaml',
  'VirtualService',
  NETWORKING,
  'simple-backend-vs-for-gateway',
  {
    hosts: ['simple-backend.istioinaction.io'],
    gateways: ['simple-backend-gateway'],
    http: [
      {
        route: [{destination: {host: 'simple-backend.istioinaction.svc.cluster.local', port: {number: 80}}}],
        retries: {attempts: 0},
      },
    ],
  },
);
test(
  shaped,
  'locality-aware/west/simple-backend-dr.yaml',
  'DestinationRule',
  NETWORKING,
  'simple-backend-dr',
  {
    host: 'simple-backend.istioinaction.svc.cluster.local',
    trafficPolicy: {
      connectionPool: {http: {http2MaxRequests: 10, maxRequestsPerConnection: 10}},
      outlierDetection: {consecutive5xxErrors: 1, interval: '20s', baseEjectionTime: '30s'},
    },
  },
);
test(
  shaped,
  'security/allow-only-ingress-policy.yaml',
  'AuthorizationPolicy',
  'security.istio.io/v1beta1',
  'allow-only-ingress',
  {
    selector: {matchLabels: {app: 'simple-backend'}},
    rules: [
      {
        from: [
          {
            source: {
              principals: ['cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account'],
            },
          },
        ],
      },
    ],
  },
);
