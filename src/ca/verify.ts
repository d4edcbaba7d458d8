import {X509Certificate, createPrivateKey} from 'node:crypto';

/** What is wrong with a CA's certificate and key, in a few words; undefined when nothing is. */
export function faultOf(
  certificate: string,
  key: string,
  commonName: string,
  issuer: string,
  now: Date,
): string | undefined {
  try {
    const own = new X509Certificate(certificate);
    const parent = new X509Certificate(issuer);
    if (!own.subject.split('\n').includes(`CN=${commonName}`))
      return `subject is ${own.subject}, not CN=${commonName}`;
    if (!own.ca) return 'not a CA certificate';
    if (!own.checkPrivateKey(createPrivateKey(key))) return 'the key is not that of the certificate';
    if (!own.verify(parent.publicKey)) return 'not signed by the root';
    const end = new Date(own.validTo);
    return end < now ? `expired on ${own.validTo}` : undefined;
  } catch (error) {
    return `cannot be read (${(error as Error).message})`;
  }
}
