import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {EastwestError, messageOf} from '../base/errors.js';
import {readPrivate} from '../base/private-file.js';
import {issueIntermediate, issueRoot, type Issued} from '../ca/certificates.js';
import type {KubeObject, KubeRef} from '../drivers/kube/kube.js';
import {ISTIO_SYSTEM, type ClusterPlan, type Plan} from '../plan/plan.js';

export const DAY_MS = 86_400_000;
export const CACERTS: KubeRef = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: {name: 'cacerts', namespace: ISTIO_SYSTEM},
};

/**
 * The root CA of the lab, from its folder.
 *
 * @throws FILE-NOT-PRIVATE where others could have read its key, FAULT-NO-CA where it cannot be read
 */
export async function labRoot({root}: Plan): Promise<Issued> {
  return {
    certificate: await part(root.folder, 'root-cert.pem'),
    key: await part(root.folder, 'root-ca.key', readPrivate),
  };
}

/** The intermediate CA of a cluster, from its folder; fails as `labRoot` does. */
export async function labIntermediate({certs}: ClusterPlan): Promise<Issued> {
  return {certificate: await part(certs, 'ca-cert.pem'), key: await part(certs, 'ca-key.pem', readPrivate)};
}

async function part(
  folder: string,
  name: string,
  read: (path: string) => string | Promise<string> = (path) => readFile(path, 'utf8'),
): Promise<string> {
  try {
    return await read(join(folder, name));
  } catch (cause) {
    if (cause instanceof EastwestError) throw cause;
    throw new EastwestError(`the lab's CA cannot be read: ${messageOf(cause)}`, {
      code: 'FAULT-NO-CA',
      hint: 'go to the folder in which the lab was made',
      cause,
    });
  }
}

/** A root of the same name as the lab's with another key: to the eye they are one. */
export async function foreignRoot({root}: Plan, now: Date): Promise<Issued> {
  return issueRoot(root, now.getTime());
}

/** `cacerts` with a new intermediate of this root that is valid for so long. */
export async function cacertsOf(
  {intermediate}: ClusterPlan,
  root: Issued,
  validMs: number,
  now: Date,
): Promise<KubeObject> {
  const issued = await issueIntermediate(intermediate, root, validMs / DAY_MS, now.getTime());
  const data = {
    'ca-cert.pem': issued.certificate,
    'ca-key.pem': issued.key,
    'root-cert.pem': root.certificate,
    'cert-chain.pem': issued.certificate + root.certificate,
  };
  return {
    ...CACERTS,
    type: 'Opaque',
    data: Object.fromEntries(
      Object.entries(data).map(([key, text]) => [key, Buffer.from(text).toString('base64')]),
    ),
  };
}
