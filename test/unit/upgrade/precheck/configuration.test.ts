import test from 'ava';
import {CONFIGURATION_CHECKS} from '../../../../src/upgrade/precheck/configuration.js';
import {object, route, rule, testBreakers, TO_19, TO_20, type Breakers} from '../../../helpers/breakers.js';

const BREAKERS: Breakers = {
  'UPGRADE-EMPTY-PREFIX': {
    has: {virtualServices: [route({'x-user': {prefix: ''}})]},
    seen: /VirtualService istioinaction\/catalog matches x-user by the prefix ""/,
    level: 'fault',
    harmless: {virtualServices: [route({'x-user': {prefix: 'a'}, 'x-other': {exact: ''}})]},
    elsewhere: TO_19,
  },
  'UPGRADE-EJECTION': {
    hop: TO_20,
    has: {
      destinationRules: [
        rule({subsets: [{name: 'v1', trafficPolicy: {outlierDetection: {consecutive5xxErrors: 1}}}]}),
      ],
    },
    seen: /leaves maxEjectionPercent out/,
    level: 'warning',
    harmless: {
      destinationRules: [rule({trafficPolicy: {outlierDetection: {maxEjectionPercent: 100}}}), rule({})],
    },
    elsewhere: TO_19,
  },
  'UPGRADE-MULTINETWORK-TLS': {
    hop: TO_20,
    has: {destinationRules: [rule({trafficPolicy: {tls: {mode: 'DISABLE'}}})]},
    seen: /has the mode DISABLE/,
    level: 'warning',
    harmless: {
      destinationRules: [
        rule({trafficPolicy: {tls: {mode: 'ISTIO_MUTUAL'}}}),
        rule({host: 'example.com', trafficPolicy: {tls: {mode: 'SIMPLE'}}}),
      ],
    },
    elsewhere: TO_19,
  },
  'UPGRADE-FAILOVER-PRIORITY': {
    hop: TO_20,
    has: {
      destinationRules: [
        rule({
          trafficPolicy: {
            loadBalancer: {localityLbSetting: {failover: [{from: 'a', to: 'b'}], failoverPriority: ['x']}},
          },
        }),
      ],
    },
    seen: /has both/,
    level: 'notice',
    harmless: {
      destinationRules: [
        rule({trafficPolicy: {loadBalancer: {localityLbSetting: {failoverPriority: ['x']}}}}),
      ],
    },
    elsewhere: TO_19,
  },
  'UPGRADE-DNS-GATEWAYS': {
    hop: TO_19,
    has: {
      serviceEntries: [
        object('ServiceEntry', 'far', 'shop', {
          spec: {resolution: 'DNS', endpoints: [{address: 'a.example', network: 'east-network'}]},
        }),
      ],
    },
    seen: /ServiceEntry shop\/far is resolved at the proxy/,
    level: 'notice',
    harmless: {
      serviceEntries: [
        object('ServiceEntry', 'far', 'shop', {
          spec: {resolution: 'STATIC', endpoints: [{network: 'east-network'}]},
        }),
      ],
    },
    elsewhere: TO_20,
  },
};

testBreakers(test, CONFIGURATION_CHECKS, BREAKERS);
