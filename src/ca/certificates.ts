import forge from 'node-forge';
import {serialNumber} from '../base/serial-number.js';
import {newRsaKey, rsaKeyFromPem, type RsaKey} from '../base/rsa-key.js';

/** Clocks of nodes and laptops differ a little; a certificate from the future is refused. */
const BACKDATE_MS = 10 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

export interface Issued {
  /** PEM. */
  readonly certificate: string;
  /** PEM, PKCS #1. */
  readonly key: string;
}

export interface RootProfile {
  readonly commonName: string;
  /** Lifetime. */
  readonly days: number;
}

/** A self-signed root that may sign intermediates (path length 1), SHA-256 with RSA. */
export async function issueRoot({commonName, days}: RootProfile, nowMs: number): Promise<Issued> {
  const key = await newRsaKey();
  const certificate = draft(commonName, key, days, nowMs);
  certificate.setIssuer(certificate.subject.attributes);
  certificate.setExtensions(extensions(1));
  key.sign(certificate);
  return {certificate: forge.pki.certificateToPem(certificate), key: key.pem};
}

/** An intermediate that may sign workloads but no further CA (path length 0). */
export async function issueIntermediate(
  commonName: string,
  root: Issued,
  days: number,
  nowMs: number,
): Promise<Issued> {
  const key = await newRsaKey();
  const issuer = forge.pki.certificateFromPem(root.certificate);
  const certificate = draft(commonName, key, days, nowMs);
  if (certificate.validity.notAfter > issuer.validity.notAfter) {
    certificate.validity.notAfter = issuer.validity.notAfter;
  }
  certificate.setIssuer(issuer.subject.attributes);
  const named = {name: 'subjectAltName', altNames: [{type: 2, value: commonName}]};
  certificate.setExtensions([...extensions(0), named]);
  rsaKeyFromPem(root.key).sign(certificate);
  return {certificate: forge.pki.certificateToPem(certificate), key: key.pem};
}

const WORKLOAD_DAYS = 1;
/** As istiod does it. */
const WORKLOAD_BACKDATE_MS = 2 * 60 * 1000;

/** A workload's certificate as istiod issues it: no subject, its SPIFFE id as the only name, valid for a day. */
export async function issueWorkload(spiffe: string, issuer: Issued, nowMs: number): Promise<Issued> {
  const key = await newRsaKey();
  const certificate = draft('', key, WORKLOAD_DAYS, nowMs);
  certificate.validity.notBefore = new Date(nowMs - WORKLOAD_BACKDATE_MS);
  certificate.setSubject([]);
  certificate.setIssuer(forge.pki.certificateFromPem(issuer.certificate).subject.attributes);
  certificate.setExtensions([
    {name: 'basicConstraints', cA: false, critical: true},
    {name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true},
    {name: 'extKeyUsage', serverAuth: true, clientAuth: true},
    {name: 'subjectAltName', altNames: [{type: 6, value: spiffe}], critical: true},
  ]);
  rsaKeyFromPem(issuer.key).sign(certificate);
  return {certificate: forge.pki.certificateToPem(certificate), key: key.pem};
}

function draft(commonName: string, key: RsaKey, days: number, nowMs: number): forge.pki.Certificate {
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = key.public;
  certificate.serialNumber = serialNumber();
  certificate.validity.notBefore = new Date(nowMs - BACKDATE_MS);
  certificate.validity.notAfter = new Date(nowMs + days * DAY_MS);
  certificate.setSubject([{name: 'commonName', value: commonName}]);
  return certificate;
}

function extensions(pathLength: 0 | 1): object[] {
  return [
    {name: 'basicConstraints', cA: true, pathLenConstraint: pathLength, critical: true},
    {name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true},
    {name: 'subjectKeyIdentifier'},
  ];
}
