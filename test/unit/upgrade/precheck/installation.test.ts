import test from 'ava';
import {INSTALLATION_CHECKS} from '../../../../src/upgrade/precheck/installation.js';
import {
  goesTo,
  HEALTHY,
  labelled,
  object,
  OWNED,
  pod,
  SYSTEM,
  testBreakers,
  type Breakers,
} from '../../../helpers/breakers.js';

const BREAKERS: Breakers = {
  'UPGRADE-VALIDATOR-FROZEN': {
    has: {validating: [labelled('V', 'istiod-default-validator', {}, goesTo('istiod-1-16-5'))]},
    seen: /istiod-default-validator goes to istiod-1-16-5, which is not there/,
    level: 'fault',
    harmless: {
      validating: [
        labelled(
          'V',
          'metallb',
          {},
          {webhooks: [{clientConfig: {service: {name: 'gone', namespace: 'metallb-system'}}}]},
        ),
      ],
    },
  },
  'UPGRADE-TAG-DANGLING': {
    has: {
      mutating: [labelled('M', 'istio-revision-tag-prod', {'istio.io/tag': 'prod'}, goesTo('istiod-1-16-5'))],
    },
    seen: /istio-revision-tag-prod goes to istiod-1-16-5/,
    level: 'fault',
    harmless: {
      mutating: [labelled('M', 'istio-revision-tag-prod', {'istio.io/tag': 'prod'}, goesTo('istiod'))],
    },
  },
  'UPGRADE-INJECTION-LABELS': {
    has: {
      namespaces: [labelled('Namespace', 'shop', {'istio-injection': 'enabled', 'istio.io/rev': 'default'})],
    },
    seen: /namespace shop has istio-injection=enabled and istio\.io\/rev=default/,
    level: 'fault',
    harmless: {namespaces: [labelled('Namespace', 'shop', {'istio.io/rev': 'default'})]},
  },
  'UPGRADE-REVISION-GONE': {
    has: {namespaces: [labelled('Namespace', 'shop', {'istio.io/rev': '1-16-5'})]},
    seen: /namespace shop wants its proxies of 1-16-5/,
    level: 'fault',
    harmless: {namespaces: [labelled('Namespace', 'shop', {'istio.io/rev': 'default'})]},
  },
  'UPGRADE-BARE-PODS': {
    has: {pods: [pod('bare', 'docker.io/istio/proxyv2:1.17.5')]},
    seen: /pod istioinaction\/bare belongs to no Deployment/,
    level: 'fault',
    harmless: {pods: [pod('owned', 'docker.io/istio/proxyv2:1.17.5', OWNED)]},
  },
  'UPGRADE-OTHER-GATEWAYS': {
    has: {
      deployments: [
        labelled('Deployment', 'own-gateway', {
          'operator.istio.io/component': 'IngressGateways',
          'install.operator.istio.io/owning-resource': 'mine',
        }),
      ],
    },
    seen: /own-gateway is of no IstioOperator file/,
    level: 'fault',
    harmless: {
      deployments: [
        'istio-controlplane',
        'installed-state-istio-controlplane',
        'installed-state-istio-controlplane-1-19-0',
      ].map((owner) =>
        labelled('Deployment', owner, {
          'operator.istio.io/component': 'IngressGateways',
          'install.operator.istio.io/owning-resource': owner,
        }),
      ),
    },
  },
  'UPGRADE-DATA-PLANE-SKEW': {
    has: {pods: [pod('late', 'docker.io/istio/proxyv2:1.16.5', OWNED)]},
    seen: /istioinaction\/late has a proxy of 1\.16\.5/,
    level: 'fault',
    harmless: {
      pods: [
        pod('now', 'docker.io/istio/proxyv2:1.17.5-distroless', OWNED),
        pod('then', 'x/proxyv2:1.18.2', OWNED),
      ],
    },
  },
  'UPGRADE-HELM': {
    has: {helmReleases: ['istio-system/sh.helm.release.v1.istiod.v1']},
    seen: /Helm keeps a release/,
    level: 'fault',
    harmless: {},
  },
  'UPGRADE-GATEWAY-SELECTOR': {
    has: {
      services: [
        ...HEALTHY.services,
        object('Service', 'front', SYSTEM, {spec: {selector: {'istio.io/rev': 'default'}}}),
      ],
    },
    seen: /Service istio-system\/front selects istio\.io\/rev=default/,
    level: 'warning',
    harmless: {
      services: [...HEALTHY.services, object('Service', 'front', SYSTEM, {spec: {selector: {app: 'front'}}})],
    },
  },
};

testBreakers(test, INSTALLATION_CHECKS, BREAKERS);
