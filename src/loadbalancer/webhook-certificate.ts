import forge from 'node-forge';
import {serialNumber} from '../base/serial-number.js';
import {newRsaKey, type RsaKey} from '../base/rsa-key.js';
import type {Kube, KubeRef} from '../drivers/kube/kube.js';

const DAYS = 3650;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Gives the controller the certificate of its webhook before it starts. Left to itself it issues one into this
 * Secret, ends itself so as to be started again, and waits until the kubelet has refreshed the mounted Secret:
 * half a minute to a minute and a half. A certificate that is there is kept.
 */
export async function provideCertificate(kube: Kube, namespace: string, now: Date): Promise<void> {
  const secret: KubeRef = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {name: 'webhook-server-cert', namespace},
  };
  const live = await kube.get(secret);
  if (live?.['data'] !== undefined) return;
  if (live === undefined) await kube.apply([secret]);
  // A patch, not an apply: what is applied under our name later, without these fields, would take them away.
  await kube.patch(secret, {stringData: await webhookCertificate(`webhook-service.${namespace}.svc`, now)});
}

/** A CA and a server certificate of it for `host`, as PEM under the names that MetalLB's controller reads. */
export async function webhookCertificate(host: string, now: Date): Promise<Readonly<Record<string, string>>> {
  const [authority, server] = await Promise.all([newRsaKey(), newRsaKey()]);
  const issuer = [
    {name: 'commonName', value: 'cert'},
    {name: 'organizationName', value: 'cert'},
  ];
  const ca = certificate(authority, issuer, issuer, authority, now, [
    {name: 'basicConstraints', cA: true, critical: true},
    {name: 'keyUsage', digitalSignature: true, keyEncipherment: true, keyCertSign: true, critical: true},
    {name: 'subjectAltName', altNames: [{type: 2, value: 'cert'}]},
  ]);
  const leaf = certificate(server, [{name: 'commonName', value: host}], issuer, authority, now, [
    {name: 'basicConstraints', cA: false, critical: true},
    {name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true},
    {name: 'extKeyUsage', serverAuth: true},
    {name: 'subjectAltName', altNames: [{type: 2, value: host}]},
  ]);
  return {'ca.crt': ca, 'ca.key': authority.pem, 'tls.crt': leaf, 'tls.key': server.pem};
}

function certificate(
  key: RsaKey,
  subject: forge.pki.CertificateField[],
  issuer: forge.pki.CertificateField[],
  signer: RsaKey,
  now: Date,
  extensions: object[],
): string {
  const made = forge.pki.createCertificate();
  made.publicKey = key.public;
  made.serialNumber = serialNumber();
  made.validity.notBefore = new Date(now.getTime() - DAY_MS);
  made.validity.notAfter = new Date(now.getTime() + DAYS * DAY_MS);
  made.setSubject(subject);
  made.setIssuer(issuer);
  made.setExtensions(extensions);
  signer.sign(made);
  return forge.pki.certificateToPem(made);
}
