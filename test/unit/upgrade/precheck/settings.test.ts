import test from 'ava';
import {SETTINGS_CHECKS} from '../../../../src/upgrade/precheck/settings.js';
import {
  istiod,
  object,
  operator,
  OWNED,
  pod,
  range,
  SYSTEM,
  testBreakers,
  TO_18,
  TO_19,
  TO_20,
  type Breakers,
} from '../../../helpers/breakers.js';

const BREAKERS: Breakers = {
  'UPGRADE-HPA-API': {
    has: {
      operators: [
        operator({
          components: {
            pilot: {k8s: {hpaSpec: {metrics: [{resource: {name: 'cpu', targetAverageUtilization: 80}}]}}},
          },
        }),
      ],
    },
    seen: /hpaSpec with targetAverageUtilization/,
    level: 'fault',
    harmless: {
      operators: [
        operator({
          components: {pilot: {k8s: {hpaSpec: {metrics: [{resource: {target: {averageUtilization: 80}}}]}}}},
        }),
      ],
    },
  },
  'UPGRADE-MESHCONFIG-CERTIFICATES': {
    has: {meshSettings: ['certificates:\n- dnsNames: [a]\n  secretName: dns.a\n']},
    seen: /settings have certificates/,
    level: 'fault',
    harmless: {meshSettings: ['certificates: []\ntrustDomain: cluster.local\n']},
    elsewhere: TO_19,
  },
  'UPGRADE-REMOVED-FLAGS': {
    hop: TO_19,
    has: {deployments: [istiod('PILOT_ENABLE_LEGACY_AUTO_PASSTHROUGH')]},
    seen: /PILOT_ENABLE_LEGACY_AUTO_PASSTHROUGH, which 1\.19\.0 does not know/,
    level: 'warning',
    harmless: {deployments: [istiod('PILOT_ENABLE_ALPN_FILTER')]},
  },
  'UPGRADE-PLUGIN-CA': {
    has: {pluggedRoot: 'one', toldRoot: 'other'},
    seen: /cacerts has another root/,
    level: 'fault',
    harmless: {pluggedRoot: 'one\n', toldRoot: 'one'},
  },
  'UPGRADE-PLUGIN-CA-RELOAD': {
    has: {pluggedRoot: 'one', toldRoot: 'one'},
    seen: /AUTO_RELOAD_PLUGIN_CERTS is on from 1\.18/,
    level: 'notice',
    harmless: {toldRoot: 'one'},
    elsewhere: TO_19,
  },
  'UPGRADE-STRAY-REMOTE-SECRETS': {
    hop: TO_19,
    has: {remoteSecrets: ['shop/istio-remote-secret-north']},
    seen: /shop\/istio-remote-secret-north is read by 1\.19, by mistake/,
    level: 'warning',
    harmless: {},
    elsewhere: TO_18,
  },
  'UPGRADE-GATEWAY-API': {
    has: {gatewayApi: 'v0.5.1'},
    seen: /its definitions are v0\.5\.1; 1\.18 wants v0\.6\.0/,
    level: 'fault',
    harmless: {gatewayApi: 'v0.6.2'},
    elsewhere: TO_19,
  },
  'UPGRADE-MANAGED-GATEWAYS': {
    hop: range('1.17.2', '1.18.2'),
    has: {kubeGateways: [object('Gateway', 'shop', 'shop')]},
    seen: /Gateway shop\/shop is rolled .* 1\.17\.2 is too early/,
    level: 'warning',
    harmless: {},
    elsewhere: TO_20,
  },
  'UPGRADE-RBAC-OLD-PROXIES': {
    hop: range('1.16.5', '1.17.1'),
    has: {},
    seen: /sends no AuthorizationPolicy to proxies of 1\.16/,
    level: 'fault',
    harmless: {},
    harmlessHop: range('1.16.5', '1.17.5'),
    elsewhere: range('1.16.5', '1.18.2'),
  },
  'UPGRADE-CONCURRENCY': {
    has: {
      deployments: [
        {
          ...object('Deployment', 'istio-ingressgateway', SYSTEM, {
            spec: {template: {spec: {containers: [{name: 'istio-proxy', resources: {limits: {cpu: '2'}}}]}}},
          }),
          metadata: {name: 'istio-ingressgateway', namespace: SYSTEM, labels: {istio: 'ingressgateway'}},
        },
      ],
    },
    seen: /istio-ingressgateway has the limit 2/,
    level: 'notice',
    harmless: {deployments: [istiod('x')]},
    elsewhere: TO_20,
  },
  'UPGRADE-TELEMETRY': {
    has: {envoyFilters: [object('EnvoyFilter', 'stats-filter-1.17', SYSTEM)]},
    seen: /stats-filter-1\.17: 1\.18 makes metrics by a provider/,
    level: 'notice',
    harmless: {envoyFilters: [object('EnvoyFilter', 'stock-envoy', SYSTEM)]},
    elsewhere: TO_20,
  },
  'UPGRADE-STARTUP-PROBE': {
    hop: TO_20,
    has: {pods: [pod('a', 'x/proxyv2:1.19.0', OWNED)]},
    seen: /1 pods with sidecars/,
    level: 'notice',
    harmless: {},
    elsewhere: TO_18,
  },
};

testBreakers(test, SETTINGS_CHECKS, BREAKERS);
