import {setTimeout as delay} from 'node:timers/promises';
import {secretsIn} from './key-texts.js';
import {drivers, plan, world} from './lab.js';

const LOOK_MS = 300;
/** With it a cluster signs the tokens of its service accounts; a fault signs one by itself. */
const SIGNING_KEY = '/etc/kubernetes/pki/sa.key';

/** Every private key and token that the clusters hold in Secrets now, and those with which they sign. */
export async function keysInLab(): Promise<ReadonlySet<string>> {
  const namespaces = ['default', 'istio-system', plan.namespace];
  const lists = await Promise.all(
    plan.clusters.map(async ({name, node}) => {
      const secrets = (await world.kube(name).list('v1', 'Secret')).filter(({metadata: {namespace = ''}}) =>
        namespaces.includes(namespace),
      );
      const values = secrets.flatMap(({data}) =>
        Object.values((data ?? {}) as Readonly<Record<string, string>>),
      );
      const signing = (await drivers.docker.readFile(node, SIGNING_KEY)) ?? '';
      return [...values, Buffer.from(signing).toString('base64')].flatMap(secretsIn);
    }),
  );
  return new Set(lists.flat());
}

/** The keys and tokens that the lab held at any time while this went on, however shortly. */
export async function keysWhile(work: () => Promise<unknown>): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  let over = false;
  const watch = (async () => {
    while (!over) {
      // Without a lab, or with one that is being made, there is nobody to ask as yet.
      for (const key of await keysInLab().catch(() => [])) found.add(key);
      await delay(LOOK_MS);
    }
  })();
  try {
    await work();
  } finally {
    over = true;
    await watch;
  }
  return found;
}
