import {constants, createPrivateKey, generateKeyPair, privateEncrypt, type KeyObject} from 'node:crypto';
import {promisify} from 'node:util';
import forge from 'node-forge';

const BITS = 2048;

/** An RSA key for node-forge's certificates, made and used by Node's own crypto. */
export interface RsaKey {
  /** PEM, PKCS #1. */
  readonly pem: string;
  readonly public: forge.pki.rsa.PublicKey;
  /** Signs a certificate with SHA-256. */
  sign(certificate: forge.pki.Certificate): void;
}

export async function newRsaKey(): Promise<RsaKey> {
  const {privateKey} = await promisify(generateKeyPair)('rsa', {modulusLength: BITS});
  return keyOf(privateKey);
}

/** The key of a PEM text. */
export function rsaKeyFromPem(pem: string): RsaKey {
  return keyOf(createPrivateKey(pem));
}

function keyOf(key: KeyObject): RsaKey {
  const {n = '', e = ''} = key.export({format: 'jwk'});
  return {
    pem: key.export({type: 'pkcs1', format: 'pem'}).toString(),
    public: forge.pki.setRsaPublicKey(number(n), number(e)),
    sign: (certificate) => {
      // forge asks its key for no more than this; its own arithmetic takes a quarter of a second for each.
      const signer = {sign: (digest: forge.md.MessageDigest) => signature(key, digest)};
      certificate.sign(signer as unknown as forge.pki.rsa.PrivateKey, forge.md.sha256.create());
    },
  };
}

/** ASN.1 of "this is a SHA-256 digest of 32 bytes" (RFC 8017, section 9.2, note 1). */
const SHA256_DIGEST_INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex');

function signature(key: KeyObject, digest: forge.md.MessageDigest): string {
  const hash = Buffer.from(digest.digest().getBytes(), 'binary');
  const padded = {key, padding: constants.RSA_PKCS1_PADDING};
  return privateEncrypt(padded, Buffer.concat([SHA256_DIGEST_INFO, hash])).toString('binary');
}

function number(base64url: string): forge.jsbn.BigInteger {
  return new forge.jsbn.BigInteger(Buffer.from(base64url, 'base64url').toString('hex'), 16);
}
