import {redacted} from '../../report/index.js';
import {digest, sorted} from '../parts.js';

const PEM = /-----BEGIN CERTIFICATE-----[\s\S]*?(?:-----END CERTIFICATE-----|$)/g;
/** How a PEM text begins in base64. */
const PEM_BASE64 = /^LS0tLS1CRUdJTiBDRVJU[\w+/=\s]*$/;

/**
 * What may be kept of something that a proxy or an API server has said: without private keys, tokens and passwords, of
 * certificates only a digest. Keys are put in order.
 */
export function withoutSecrets(value: unknown): unknown {
  return sorted(redacted(withoutCertificates(value)));
}

function withoutCertificates(value: unknown): unknown {
  if (typeof value === 'string') {
    if (PEM_BASE64.test(value)) return certificate(value);
    return value.includes('-----BEGIN CERT') ? value.replace(PEM, certificate) : value;
  }
  if (Array.isArray(value)) return value.map(withoutCertificates);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withoutCertificates(part)]));
}

function certificate(text: string): string {
  return `certificate ${digest(text)}`;
}
