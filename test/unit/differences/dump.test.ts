import test from 'ava';
import {dumpOf} from '../../../src/differences/take/dump.js';
import {flatEndpoints} from '../../../src/differences/take/endpoints.js';
import {withoutSecrets} from '../../../src/differences/take/hide.js';
import {compare, takeConfiguration, takeState} from '../../../src/differences/index.js';
import {CERTIFICATE, dumpPage, host, KEY, lotOf} from '../../helpers/envoy-dump.js';
import {meshLab} from '../../helpers/mesh-lab.js';

const {signal} = new AbortController();

test('of a dump each resource is kept by its name, without when and in which push it came', (t) => {
  const dump = dumpOf(
    dumpPage({
      lot: lotOf(1),
      clusters: [{name: 'outbound|80||a', type: 'EDS'}],
      listeners: [{name: 'virtualInbound', traffic_direction: 'INBOUND'}],
      routes: [{name: '80', virtual_hosts: []}],
      endpoints: [{cluster_name: 'outbound|80||a', endpoints: []}],
      bootstrap: {node: {id: 'x'}},
    }),
  );
  t.deepEqual(dump, {
    clusters: {'outbound|80||a': {name: 'outbound|80||a', type: 'EDS'}},
    listeners: {virtualInbound: {name: 'virtualInbound', traffic_direction: 'INBOUND'}},
    routes: {'80': {name: '80', virtual_hosts: []}},
    endpoints: {'outbound|80||a': []},
    extensions: {},
    bootstrap: {node: {id: 'x'}},
    rejected: {},
  });
});

test('hosts that a proxy has only since somebody called are none that it was told of', (t) => {
  const hosts = [{lb_endpoints: [host('10.10.0.7', 8080, 'w')]}];
  const {endpoints} = dumpOf(
    dumpPage({
      lot: lotOf(1),
      clusters: [
        {name: 'outbound|80||a', type: 'EDS'},
        {name: 'inbound|8080||', type: 'ORIGINAL_DST'},
        {name: 'BlackHoleCluster', type: 'STATIC'},
      ],
      endpoints: ['outbound|80||a', 'inbound|8080||', 'BlackHoleCluster'].map((name) => ({
        cluster_name: name,
        endpoints: hosts,
      })),
      listeners: [],
      routes: [],
      bootstrap: {},
    }),
  );
  t.deepEqual(Object.keys(endpoints), ['outbound|80||a']);
});

test('what is being warmed counts, what is drained does not, and what was refused is told in Envoy’s words', (t) => {
  const dump = dumpOf({
    configs: [
      {
        '@type': 'type.googleapis.com/envoy.admin.v3.ListenersConfigDump',
        dynamic_listeners: [
          {name: 'warm', warming_state: {listener: {name: 'warm'}}},
          {name: 'old', draining_state: {listener: {name: 'old'}}},
          {name: 'bad', error_state: {details: "Didn't find a registered implementation for 'istio_authn'"}},
        ],
      },
      {
        '@type': 'type.googleapis.com/envoy.admin.v3.ClustersConfigDump',
        dynamic_warming_clusters: [{cluster: {name: 'new'}}],
      },
      {
        '@type': 'type.googleapis.com/envoy.admin.v3.EcdsConfigDump',
        ecds_filters: [{ecds_filter: {name: 'istioinaction.plugin', typed_config: {}}}],
      },
    ],
  });
  t.deepEqual(Object.keys(dump.listeners), ['warm']);
  t.deepEqual(Object.keys(dump.clusters), ['new']);
  t.deepEqual(Object.keys(dump.extensions), ['istioinaction.plugin']);
  t.deepEqual(dump.rejected, {
    'listeners bad': "Didn't find a registered implementation for 'istio_authn'",
  });
});

test('hosts are told by address, locality and priority; weights only where they are not what was counted', (t) => {
  t.deepEqual(
    flatEndpoints({
      cluster_name: 'a',
      endpoints: [
        {
          locality: {region: 'westus', zone: '0'},
          lb_endpoints: [host('10.10.0.7', 8080, 'w'), host('10.10.0.8', 8080, 'w')],
          load_balancing_weight: 2,
        },
        {
          locality: {region: 'eastus', zone: '0'},
          priority: 1,
          lb_endpoints: [host('172.18.255.202', 15443, 'e', 3)],
          load_balancing_weight: 80,
        },
        {lb_endpoints: [{endpoint: {address: {pipe: {path: './etc/istio/proxy/XDS'}}}}]},
      ],
    }).map(({metadata, ...rest}) => ({...rest, tls: metadata?.['envoy.transport_socket_match']})),
    [
      {address: '10.10.0.7:8080', locality: 'westus/0', tls: {tlsMode: 'istio'}},
      {address: '10.10.0.8:8080', locality: 'westus/0', tls: {tlsMode: 'istio'}},
      {
        address: '172.18.255.202:15443',
        locality: 'eastus/0',
        priority: 1,
        localityWeight: 80,
        weight: 3,
        tls: {tlsMode: 'istio'},
      },
      {address: './etc/istio/proxy/XDS', tls: undefined},
    ],
  );
});

test('keys, tokens and certificates do not stay, wherever they stand; a certificate that is another one is told', (t) => {
  const token = `eyJ${'a'.repeat(20)}.${'b'.repeat(20)}.${'c'.repeat(20)}`;
  const base64 = Buffer.from(CERTIFICATE).toString('base64');
  const text = JSON.stringify(
    withoutSecrets({
      tls_certificates: [{private_key: {inline_string: KEY}, certificate_chain: {inline_bytes: base64}}],
      mesh: `caCertificates:\n- pem: |\n    ${CERTIFICATE}`,
      env: [{name: 'T', value: token}],
      headers: {authorization: 'Bearer abcdefghijklmnopqrst'},
    }),
  );
  for (const secret of ['PRIVATE KEY', 'BEGIN CERT', base64.slice(0, 40), token, 'abcdefghijklmnopqrst'])
    t.false(text.includes(secret), secret);
  t.notDeepEqual(withoutSecrets(CERTIFICATE), withoutSecrets(CERTIFICATE.replace('bm90', 'bm91')));
});

test('a proxy that does not answer is an error, not a state without it', async (t) => {
  const lab = meshLab();
  const silent = {
    ...lab,
    kube: (name: string) => ({
      ...lab.kube(name),
      list: lab.kube(name).list,
      exec: () => Promise.resolve({exitCode: 1, stdout: '', stderr: 'connection refused'}),
    }),
  };
  const error = await t.throwsAsync(takeConfiguration(silent, {signal}), {code: 'PROXY-SILENT'});
  t.regex(
    error.message,
    /^the proxy of istio-system\/istio-ingressgateway-\S+ does not show (config_dump|server_info)/,
  );
});

test('a state is what two looks have found the same; what still moves is waited for, and told when it does not end', async (t) => {
  let looks = 0;
  const moving = (until: number) => {
    const labs = [1, 2].map((number) =>
      meshLab({lot: number, env: number === 1 ? [] : [{name: 'X', value: '1'}]}),
    );
    const clock = labs[0]?.clock;
    if (clock === undefined) throw new Error('no lab');
    const {plan} = labs[0] ?? meshLab();
    // The first list of the first cluster begins a look.
    return {
      plan,
      clock,
      kube: (name: string) => {
        if (name === 'west') looks++;
        const lab = labs[looks <= until ? looks % 2 : 0];
        if (lab === undefined) throw new Error('no lab');
        return lab.kube(name);
      },
    };
  };
  const state = await takeState(moving(3), {signal, name: 'after'});
  t.is(state.name, 'after');
  t.is(looks, 5);
  looks = 0;
  const error = await t.throwsAsync(takeState(moving(10_000), {signal, name: 'after'}), {
    code: 'WAIT-TIMED-OUT',
  });
  t.regex(error.message, /the configuration of the mesh to stand still .*istiod-setting/);
});

test('a pod that goes while it is looked at costs a look, not the state', async (t) => {
  const lab = meshLab();
  let asked = 0;
  const going = {
    ...lab,
    kube: (name: string) => {
      const kube = lab.kube(name);
      return {
        ...kube,
        exec: (...question: Parameters<typeof kube.exec>) => {
          asked++;
          return asked === 1 ? Promise.reject(new Error('pod not found')) : kube.exec(...question);
        },
      };
    },
  };
  const state = await takeState(going, {signal, name: 'before'});
  t.deepEqual(compare(state, await takeState(lab, {signal, name: 'before'})), []);
});
