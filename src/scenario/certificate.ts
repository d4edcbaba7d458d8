import {X509Certificate} from 'node:crypto';
import forge from 'node-forge';
import type {Certificate} from './measured.js';

const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
const HOUR_MS = 3_600_000;
const BASIC_CONSTRAINTS = '2.5.29.19';
const KEY_USAGE = '2.5.29.15';
/** In the order of their bits (RFC 5280, section 4.2.1.3). */
const USAGES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
];

/** The public facts of every certificate in a PEM text, in its order; what else is in the text is not looked at. */
export function certificatesIn(pem: string): readonly Certificate[] {
  const all = (pem.match(PEM) ?? []).map((text) => new X509Certificate(text));
  return all.map((one, index) => factsOf(one, all[index + 1]));
}

function factsOf(one: X509Certificate, next: X509Certificate | undefined): Certificate {
  const notBeforeMs = Date.parse(one.validFrom);
  const notAfterMs = Date.parse(one.validTo);
  const pathLength = pathLengthOf(one);
  return {
    subject: nameOf(one.subject),
    issuer: nameOf(one.issuer),
    serial: one.serialNumber,
    notBefore: new Date(notBeforeMs).toISOString(),
    notAfter: new Date(notAfterMs).toISOString(),
    lifetimeHours: (notAfterMs - notBeforeMs) / HOUR_MS,
    sans: (one.subjectAltName ?? '').split(', ').filter((name) => name !== ''),
    isCa: one.ca,
    ...(pathLength === undefined ? {} : {pathLength}),
    keyUsage: keyUsageOf(one),
    fingerprint: one.fingerprint256,
    selfSigned: one.verify(one.publicKey),
    signed:
      next === undefined ? one.verify(one.publicKey) : one.checkIssued(next) && one.verify(next.publicKey),
  };
}

/** `O=x, CN=y`; a workload certificate has no subject at all, its name is the SAN. */
function nameOf(name: string | undefined): string {
  return (name ?? '').split('\n').join(', ');
}

function pathLengthOf(certificate: X509Certificate): number | undefined {
  const parts = listOf(extensionOf(certificate, BASIC_CONSTRAINTS));
  const length = parts.find(({type}) => type === forge.asn1.Type.INTEGER);
  return length === undefined ? undefined : forge.asn1.derToInteger(length.value as string);
}

function keyUsageOf(certificate: X509Certificate): readonly string[] {
  const bits = extensionOf(certificate, KEY_USAGE) as
    (forge.asn1.Asn1 & {bitStringContents?: string}) | undefined;
  // The first byte says how many bits of the last one do not count.
  const bytes = Buffer.from(bits?.bitStringContents ?? '', 'binary').subarray(1);
  return USAGES.filter((_, bit) => ((bytes[Math.floor(bit / 8)] ?? 0) & (0x80 >> (bit % 8))) !== 0);
}

/** What stands in an extension. Node tells neither of the two that we need, and forge's own reader knows RSA alone. */
function extensionOf({raw}: X509Certificate, oid: string): forge.asn1.Asn1 | undefined {
  const [signedPart] = listOf(parsed(raw.toString('binary')));
  const explicit = listOf(signedPart).find(
    ({tagClass, type}) => tagClass === forge.asn1.Class.CONTEXT_SPECIFIC && (type as number) === 3,
  );
  const extensions = listOf(listOf(explicit)[0]);
  const found = extensions.find((extension) => {
    const [id] = listOf(extension);
    return id !== undefined && forge.asn1.derToOid(id.value as string) === oid;
  });
  const content = listOf(found).at(-1)?.value;
  return typeof content === 'string' ? parsed(content) : undefined;
}

function parsed(der: string): forge.asn1.Asn1 {
  return forge.asn1.fromDer(der);
}

function listOf(node: forge.asn1.Asn1 | undefined): readonly forge.asn1.Asn1[] {
  return Array.isArray(node?.value) ? node.value : [];
}
