import {z} from 'zod';
import {clusterNamed} from '../../../plan/plan.js';
import {CACERTS, cacertsOf, DAY_MS, labRoot} from '../../authorities.js';
import {certificatesIn} from '../../certificate.js';
import {labFile, shellLine} from '../../commands.js';
import {strict} from '../../strict.js';
import {nameOf, undoOf} from '../../undo.js';
import type {Action} from '../action.js';
import {existing} from '../existing.js';
import {clusterName} from '../target.js';

const schema = strict({
  cluster: clusterName,
  commonName: z
    .string()
    .regex(/^[\w.-]+$/, 'expected a name of letters, digits, dots and hyphens')
    .describe('Its name.'),
}).meta({
  description:
    "Puts a new intermediate CA, which the lab's root has signed, into the Secret `cacerts` of a cluster. istiod reads it when it starts, a workload gets a certificate of it when it asks istiod again. Taken back, the former one is there again.",
  examples: [{cluster: 'east', commonName: 'second.east.intermediate.istio.in.action'}],
});

/** Puts a new intermediate CA of the lab's root into the Secret of a cluster. */
export const rotateCa: Action<z.infer<typeof schema>> = {
  schema,
  title: ({cluster, commonName}) => `${cluster}: a new intermediate CA, ${commonName}`,
  commands: ({cluster, commonName}, plan) => {
    const {folder, days} = plan.root;
    const root = (name: string): string => labFile({...plan, folder}, name);
    const extensions = `basicConstraints=critical,CA:true,pathlen:0\\nkeyUsage=critical,keyCertSign,cRLSign\\nsubjectAltName=DNS:${commonName}\\n`;
    const {metadata} = CACERTS;
    return [
      shellLine(
        'openssl',
        'req',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-subj',
        `/CN=${commonName}`,
        '-keyout',
        'ca-key.pem',
        '-out',
        'ca.csr',
      ),
      `printf '${extensions}' > ca.ext`,
      `openssl x509 -req -in ca.csr -CA ${root('root-cert.pem')} -CAkey ${root('root-ca.key')} -CAcreateserial -sha256 -days ${days} -extfile ca.ext -out ca-cert.pem`,
      `cat ca-cert.pem ${root('root-cert.pem')} > cert-chain.pem`,
      `k${cluster} create secret generic ${metadata.name} -n ${metadata.namespace ?? ''} --from-file=ca-cert.pem --from-file=ca-key.pem --from-file=root-cert.pem=${root('root-cert.pem')} --from-file=cert-chain.pem --dry-run=client -o yaml | k${cluster} replace -f -`,
    ];
  },
  undo: async ({cluster}, {kube}) => [undoOf(cluster, CACERTS, await existing(kube(cluster), CACERTS))],
  run: async ({cluster, commonName}, {plan, kube, clock}) => {
    const root = await labRoot(plan);
    const named = {...clusterNamed(plan, cluster), intermediate: commonName};
    await kube(cluster).replace(await cacertsOf(named, root, plan.root.days * DAY_MS, clock.date()));
    return `${nameOf(CACERTS)}: ${commonName}, signed by ${plan.root.commonName}`;
  },
  check: async ({cluster, commonName}, {kube}) => {
    const {data} = await existing(kube(cluster), CACERTS);
    const pem = (data as Readonly<Record<string, string>> | undefined)?.['ca-cert.pem'] ?? '';
    const [live] = certificatesIn(Buffer.from(pem, 'base64').toString());
    const done = live?.subject === `CN=${commonName}`;
    return {done, seen: `${nameOf(CACERTS)} holds ${live?.subject ?? 'no certificate'}`};
  },
};
