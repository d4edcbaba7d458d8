import {mkdir, readFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {readPrivate, writeWhole} from '../base/private-file.js';
import type {ClusterPlan, Plan} from '../plan/plan.js';

/** Where the parts of the lab's CAs lie; the names are the keys of Istio's Secret `cacerts`. */
export function rootFiles({root}: Plan) {
  return {certificate: join(root.folder, 'root-cert.pem'), key: join(root.folder, 'root-ca.key')};
}

export function intermediateFiles({certs}: ClusterPlan) {
  return {
    certificate: join(certs, 'ca-cert.pem'),
    key: join(certs, 'ca-key.pem'),
    chain: join(certs, 'cert-chain.pem'),
  };
}

/** Writes one of the files, in a folder that is the owner's only; so are keys. */
export async function writeIn(path: string, text: string, mode: 0o600 | 0o644): Promise<void> {
  await mkdir(dirname(path), {recursive: true, mode: 0o700});
  await writeWhole(path, text, mode);
}

/**
 * The text of a key, empty where there is none.
 *
 * @throws FILE-NOT-PRIVATE
 */
export async function readKey(path: string): Promise<string> {
  try {
    return await Promise.resolve(path).then(readPrivate);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

/** The text of a file, empty where there is none. */
export async function readOrEmpty(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
