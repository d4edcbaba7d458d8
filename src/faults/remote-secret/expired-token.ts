import {createHash, createPrivateKey, createPublicKey, sign} from 'node:crypto';

/** A service account of a cluster. */
export interface Account {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

const HOUR_SECONDS = 3600;

/**
 * A token for a service account as the API server issues it, signed by its own key, but of yesterday: it expired an
 * hour ago.
 *
 * @param keyPem the private key `sa.key` of the cluster, RSA or ECDSA; it is used and not kept
 */
export function expiredToken(
  {namespace, name, uid}: Account,
  keyPem: string,
  issuer: string,
  now: Date,
): string {
  const key = createPrivateKey(keyPem);
  const spki = createPublicKey(key).export({type: 'spki', format: 'der'});
  const expired = Math.floor(now.getTime() / 1000) - HOUR_SECONDS;
  const header = {
    alg: key.asymmetricKeyType === 'rsa' ? 'RS256' : 'ES256',
    kid: createHash('sha256').update(spki).digest('base64url'),
  };
  const payload = {
    aud: [issuer],
    exp: expired,
    iat: expired - HOUR_SECONDS,
    nbf: expired - HOUR_SECONDS,
    iss: issuer,
    'kubernetes.io': {namespace, serviceaccount: {name, uid}},
    sub: `system:serviceaccount:${namespace}:${name}`,
  };
  const signed = [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  // For RSA the encoding means nothing; a JWT wants the two numbers of ECDSA side by side (RFC 7518, 3.4).
  const signature = sign('sha256', Buffer.from(signed.join('.')), {key, dsaEncoding: 'ieee-p1363'});
  return [...signed, signature.toString('base64url')].join('.');
}
