import {generateKeyPairSync} from 'node:crypto';
import test from 'ava';
import {hostCheck} from '../../../src/explain/checks/host.js';
import {policyCheck} from '../../../src/explain/checks/policy.js';
import {remoteSecretCheck} from '../../../src/explain/checks/remote-secret.js';
import {sceneOf} from '../../../src/explain/scene.js';
import type {Check} from '../../../src/explain/check.js';
import {systemClock} from '../../../src/base/clock.js';
import type {Kube} from '../../../src/drivers/kube/kube.js';
import {faultNamed, siteOf} from '../../../src/faults/index.js';
import {container} from '../../fakes/containers.js';
import {faultLab, planWithKubeconfigs, type FaultLab} from '../../helpers/fault-lab.js';

const {privateKey} = generateKeyPairSync('ec', {namedCurve: 'P-256'});
const KEY = privateKey.export({type: 'pkcs8', format: 'pem'}).toString();

/** What can be seen in objects and containers alone; all else is for the real lab. */
const CASES: readonly (readonly [Check, readonly string[]])[] = [
  [hostCheck, ['node-paused', 'node-stopped']],
  [
    remoteSecretCheck,
    [
      'remote-secret-missing',
      'remote-secret-loopback',
      'remote-secret-wrong-ca',
      'remote-secret-wrong-cluster',
      'remote-secret-expired-token',
    ],
  ],
  [policyCheck, ['policy-wrong-principal', 'policy-wrong-cluster']],
];

/** An API server that knows one token. */
function knowing(cluster: string): Partial<Kube> {
  return {
    create: ({spec}) => {
      const known = (spec as {token?: string}).token === `token-of-${cluster}`;
      return Promise.resolve({status: known ? {authenticated: true} : {error: 'token has expired'}});
    },
  };
}

async function codesIn({bench}: FaultLab, check: Check): Promise<readonly string[]> {
  const end = new AbortController();
  try {
    // A look has a time to answer in, which a clock that does not wait would leave it none of.
    const {faults} = await check.examine(sceneOf({...bench, clock: systemClock}, end.signal));
    // There is no istiod here that could say what it has read.
    return faults.map(({code}) => code).filter((code) => code !== 'remote-secret-not-synced');
  } finally {
    end.abort();
  }
}

for (const [check, names] of CASES) {
  for (const name of names) {
    test(`${name}: the check ${check.id} finds nothing before, and then what the fault promises`, async (t) => {
      const plan = await planWithKubeconfigs(t);
      const fault = faultNamed(name);
      for (const cluster of fault.sites(plan)) {
        const lab = faultLab({
          plan,
          kube: {west: knowing('west'), east: knowing('east')},
          docker: {
            info: () => Promise.resolve({version: '20.10'} as never),
            exec: (_node, [command]) =>
              Promise.resolve({
                exitCode: command === 'date' ? 0 : 1,
                stdout: String(systemClock.date().getTime() / 1000),
                stderr: '',
              }),
            readFile: () => Promise.resolve(KEY),
          },
        });
        lab.containers.set(plan.client.name, container(plan.client.name));
        t.deepEqual(await codesIn(lab, check), [], `before, in ${cluster}`);
        for (const {run} of await fault.changes(siteOf({fault, seed: 1}, cluster, lab.bench))) await run();
        t.is((await codesIn(lab, check))[0], fault.finding, cluster);
      }
    });
  }
}
