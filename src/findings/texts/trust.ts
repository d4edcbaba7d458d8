import {texts} from '../finding.js';

/** From the folders on this machine, which hold the CA of the lab. */
const CREATE =
  'k${cluster} -n istio-system create secret generic cacerts --from-file=${certs}/ca-cert.pem --from-file=${certs}/ca-key.pem --from-file=${certs}/cert-chain.pem --from-file=${rootFolder}/root-cert.pem || eastwest up';
/** istiod reads its CA at its start, a workload gets its certificate at its own: one after the other. */
const ISTIOD_ANEW =
  'k${cluster} -n istio-system rollout restart deploy -l app=istiod && k${cluster} -n istio-system rollout status deploy -l app=istiod';
const WORKLOADS_ANEW =
  'k${cluster} -n istio-system rollout restart deploy; k${cluster} -n ${namespace} rollout restart deploy';

export const trust = texts({
  'cacerts-missing': {
    check: 'trust',
    title: {en: 'A cluster has no plug-in CA'},
    cause:
      '${cluster} has no Secret cacerts in istio-system, so its istiod makes up a CA that no other cluster believes.',
    remedy: [CREATE, ISTIOD_ANEW, WORKLOADS_ANEW],
    page: {
      symptom: 'Calls across end in 503 with `CERTIFICATE_VERIFY_FAILED`; within a cluster all is well.',
      seen: 'The Secret `cacerts` of every cluster.',
      why: 'Without it istiod signs with a CA of its own, kept in `istio-ca-secret`. It is new in every cluster.',
      source: 'istio issues 32501 and 36723; scenario ch12/default-ca-breaks-trust.',
    },
  },
  'foreign-root': {
    check: 'trust',
    title: {en: 'The clusters have different roots'},
    cause:
      'The root of ${cluster} (${root}) is not that of ${peer} (${other}), so neither believes the certificates of the other.',
    remedy: ['k${cluster} -n istio-system delete secret cacerts', CREATE, ISTIOD_ANEW, WORKLOADS_ANEW],
    page: {
      symptom:
        '503, `upstream connect error … TLS error: 268435581 … CERTIFICATE_VERIFY_FAILED`, or `TLSV1_ALERT_UNKNOWN_CA` on the other side.',
      seen: 'The fingerprint of `root-cert.pem` in the Secret `cacerts` of all clusters, and of the lab’s own root in `certs/`. Names do not count: two roots may bear the same.',
      why: 'Mutual TLS across clusters needs one root above all intermediates. `istioctl analyze` does not find this: it reads one cluster.',
      source: 'istio issues 32523 and 37096.',
    },
  },
  'intermediate-expired': {
    check: 'trust',
    title: {en: 'An intermediate CA is not valid'},
    cause: 'The intermediate CA of ${cluster}, ${subject}, is valid from ${from} to ${to} and so not now.',
    remedy: [
      'openssl x509 -checkend 0 -noout -in ${certs}/ca-cert.pem || mv ${certs} ${certs}.expired',
      'k${cluster} -n istio-system delete secret cacerts',
      CREATE,
      ISTIOD_ANEW,
      WORKLOADS_ANEW,
    ],
    page: {
      symptom:
        '`CERTIFICATE_VERIFY_FAILED: certificate has expired`, although every workload certificate is hours old.',
      seen: 'The dates of `ca-cert.pem` in `cacerts`, and of the intermediate in the chains that live proxies show.',
      why: 'A chain is as valid as its weakest part. Istio 1.17 reads `cacerts` once, at the start of istiod, and gives no warning that it runs out. The folder on this machine is put aside only where its CA has expired as well; `up` then issues another.',
      source: 'istio documentation, “Plug in CA Certificates”.',
    },
  },
  'ca-not-loaded': {
    check: 'trust',
    title: {en: 'istiod does not use the CA that lies there'},
    cause:
      'cacerts lies in ${cluster}, but its istiod signs with another CA: it was started before the Secret was as it is.',
    remedy: [ISTIOD_ANEW, WORKLOADS_ANEW],
    page: {
      symptom:
        'The Secret is right, `kubectl` shows it, and calls across fail all the same with `CERTIFICATE_VERIFY_FAILED`.',
      seen: 'The root in `cacerts` is compared with the one that istiod tells its namespaces (ConfigMap `istio-ca-root-cert`), and the root and the intermediate there with those in the chains of proxies. Chains that are all older than istiod itself tell nothing of it.',
      why: 'istiod of 1.17 looks for `cacerts` at its start and never again. So the order matters: the Secret first, then istiod, then the pods.',
      source: 'istio issues 32501 and 52356.',
    },
  },
  'workload-root-stale': {
    check: 'trust',
    title: {en: 'A workload lives on with an old CA'},
    cause:
      '${workload} in ${cluster} still shows a certificate, or trusts a root, from before the CA was changed.',
    remedy: ['k${cluster} -n ${place} rollout restart deploy/${deployment}'],
    page: {
      symptom: 'Some pods can call across and others cannot.',
      seen: 'The chain and the trusted root that each live proxy has are compared with the root of the lab.',
      why: 'A proxy gets its certificate at its start and then every twelve hours or so. After a change of the CA only a restart gives it a new one now.',
      source: 'istio issue 55005; scenario ch12/default-ca-breaks-trust.',
    },
  },
  'workload-certificate-expired': {
    check: 'trust',
    title: {en: 'A workload certificate is not valid'},
    cause: 'The certificate of ${workload} in ${cluster} is valid from ${from} to ${to} and so not now.',
    remedy: ['k${cluster} -n ${place} rollout restart deploy/${deployment}'],
    page: {
      symptom: '`certificate has expired` at whoever calls or is called.',
      seen: 'The dates of the leaf certificate that each live proxy has.',
      why: 'The proxy could not reach istiod for longer than a certificate lives (24 hours), or slept with its machine.',
      source: 'docker/for-mac issue 17.',
    },
  },
});
