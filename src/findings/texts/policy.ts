import {texts} from '../finding.js';

export const policy = texts({
  'policy-wrong-principal': {
    check: 'policy',
    title: {en: 'A policy lets in somebody who does not exist'},
    cause:
      'The AuthorizationPolicy ${policy} of ${cluster} allows ${principal}, which no workload of any cluster is; all others are refused, ${refused}.',
    remedy: ['k${cluster} -n ${namespace} edit authorizationpolicy ${name}'],
    page: {
      symptom: '403 `RBAC: access denied` for the caller that was meant.',
      seen: "The principals of every ALLOW rule against the identities of the service accounts that pods in any cluster have. Beside it stands who was refused lately: the callee's access log has the rule (`rbac_access_denied_matched_policy[…]`; `none` says that no rule let the call in) and the id of the request, the caller's log has the same id, and the caller's live certificate its identity.",
      why: 'A principal is `cluster.local/ns/NAMESPACE/sa/SERVICE-ACCOUNT`. It carries no cluster, no `spiffe://`, and the name of the service account, not that of the app. `istioctl x authz check POD` prints the rule as it is, so it looks right there.',
      source: 'istio issues 41690 and 47027; scenario ch12/cross-cluster-authz.',
    },
  },
  'policy-wrong-cluster': {
    check: 'policy',
    title: {en: 'A policy is in a cluster where nobody is that it means'},
    cause:
      'The AuthorizationPolicy ${policy} lies in ${cluster}, where no pod has the labels ${labels}; such pods run in ${peer}, which has no such policy.',
    remedy: [
      'k${cluster} -n ${namespace} get authorizationpolicy ${name} -o yaml | k${peer} apply -f -',
      'k${cluster} -n ${namespace} delete authorizationpolicy ${name}',
    ],
    page: {
      symptom: 'A policy is there and does nothing: everybody is let in.',
      seen: 'The selector of each policy against the pods of all clusters.',
      why: 'istiod gives policies to the proxies of its own cluster only. A policy belongs where the called pods are, not where the callers are.',
      source: 'istio issue 41690.',
    },
  },
  'strict-plain-client': {
    check: 'policy',
    title: {en: 'A client without a proxy calls where mutual TLS is asked for'},
    cause:
      '${peerAuthentication} of ${cluster} asks for STRICT mutual TLS, and ${client} has no proxy that could speak it${closed}.',
    remedy: [
      'k${cluster} -n ${place} label pod ${pod} sidecar.istio.io/inject=true --overwrite',
      'k${cluster} -n ${namespace} patch peerauthentication ${name} --type merge -p \'{"spec":{"mtls":{"mode":"PERMISSIVE"}}}\'',
    ],
    page: {
      symptom:
        '`Connection reset by peer` in the client; nothing in the access log but a connection that was closed.',
      seen: 'PeerAuthentications in mode STRICT, and pods without a proxy outside of the namespaces of the system. A connection that was closed stands in the access log of the callee with the flag NR and `filter_chain_not_found`, from the address of the pod.',
      why: 'In STRICT a proxy closes whatever is not mutual TLS. A pod without a proxy speaks plain text. Either it gets a proxy (and is made anew), or the port stays PERMISSIVE.',
      source: 'istio documentation, “Mutual TLS Migration”.',
    },
  },
});

export const dataPlane = texts({
  'proxy-not-connected': {
    check: 'data-plane',
    title: {en: 'A proxy has no connection to istiod'},
    cause: '${proxy} in ${cluster} runs, but istiod of ${cluster} does not know it: it gets nothing new.',
    remedy: [
      'k${cluster} -n ${place} logs ${pod} -c istio-proxy --tail 30',
      'k${cluster} -n ${place} delete pod ${pod}',
    ],
    page: {
      symptom: 'This one pod behaves as the mesh was some time ago.',
      seen: 'The pods with proxies against the list of proxies that istiod has (its debug page `syncz`, from which `istioctl proxy-status` is made).',
      why: 'The proxy does not trust istiod (after a change of the CA), or cannot reach it.',
      source: 'istio documentation, “Debugging Envoy and Istiod”.',
    },
  },
  'proxy-stale': {
    check: 'data-plane',
    title: {en: 'A proxy is behind its control plane'},
    cause:
      '${proxy} in ${cluster} has not confirmed what istiod sent (${what}), so it works by older settings.',
    remedy: ['i${cluster} proxy-status', 'k${cluster} -n ${place} logs ${pod} -c istio-proxy --tail 30'],
    page: {
      symptom: 'A change has no effect on some proxies.',
      seen: 'For each proxy the version that istiod sent and the one that it confirmed. What differs for several seconds is a fault; for a moment it is the normal course of a push.',
      why: 'Envoy has rejected the configuration (its log says why), or it gets no time. That all is SYNCED does not mean that all was sent: see gateway-no-sni-clusters.',
      source: 'istio documentation, “Debugging Envoy and Istiod”.',
    },
  },
});

export const call = texts({
  'call-fails': {
    check: 'call',
    title: {en: 'Every link holds, and the call fails'},
    cause: 'All that was looked at is right, but the call to ${host} through ${cluster} gets ${seen}.',
    remedy: [
      'docker exec ${client} curl -sv -H "Host: ${host}" ${url}',
      'k${cluster} -n istio-system logs deploy/istio-ingressgateway --tail 20',
    ],
    page: {
      symptom: 'The call that proves the lab is not answered with 200.',
      seen: 'The call that `lab.yaml` declares, from the client, as `up` makes it at its end. Where a policy has turned it away, the cause names the principal that arrived and the policy, from the access logs.',
      why: 'The cause is one that the chain has no check for: the app itself, a route, a rule of the mesh. The evidence of all checks is there to begin with.',
      source: 'the honest end of any such list.',
    },
  },
});
