import {certificatesIn} from '../../certificate.js';
import type {CertificateChain} from '../../measured.js';
import {fieldOf, listOf, textOf} from '../envoy.js';

/**
 * The chains in Envoy's dump of its secrets: `default`, what the proxy shows of itself, and `ROOTCA`, what it
 * trusts. The private key is not read; Envoy itself leaves it out.
 */
export function proxyChains(dump: unknown): readonly CertificateChain[] {
  return listOf(dump, 'dynamicActiveSecrets').map((entry) => {
    const secret = fieldOf(entry, 'secret');
    const own = fieldOf(fieldOf(secret, 'tlsCertificate'), 'certificateChain');
    const trusted = fieldOf(fieldOf(secret, 'validationContext'), 'trustedCa');
    return {name: textOf(entry, 'name'), certificates: certificatesIn(pemOf(own ?? trusted))};
  });
}

function pemOf(source: unknown): string {
  return textOf(source, 'inlineString') || Buffer.from(textOf(source, 'inlineBytes'), 'base64').toString();
}
