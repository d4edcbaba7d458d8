import type {Clock} from '../base/clock.js';
import type {Step} from '../engine/step.js';
import type {ClusterPlan, Plan} from '../plan/plan.js';
import {issueIntermediate, issueRoot} from './certificates.js';
import {intermediateFiles, readKey, readOrEmpty, rootFiles, writeIn} from './files.js';
import {faultOf} from './verify.js';

const ROOT_STEP = 'ca.root';

/** The root CA of the mesh, on disk only: its key never enters a cluster. */
export function rootStep(plan: Plan, clock: Clock): Step {
  const {commonName, days} = plan.root;
  const files = rootFiles(plan);
  return {
    id: ROOT_STEP,
    title: `Root CA ${commonName}`,
    // On a host that is not fit nothing is touched, its folders neither.
    needs: ['host.fit'],
    commands: [
      `openssl req -x509 -newkey rsa:2048 -nodes -sha256 -days ${days} -subj /CN=${commonName} -keyout root-ca.key -out root-cert.pem`,
    ],
    deadlineMs: 1000,
    done: async () => {
      const [certificate, key] = await Promise.all([readOrEmpty(files.certificate), readKey(files.key)]);
      if (certificate === '') return {done: false, seen: 'not there'};
      const fault = faultOf(certificate, key, commonName, certificate, clock.date());
      return {done: fault === undefined, seen: fault ?? 'valid'};
    },
    run: async () => {
      const root = await issueRoot(plan.root, clock.date().getTime());
      await writeIn(files.key, root.key, 0o600);
      await writeIn(files.certificate, root.certificate, 0o644);
    },
  };
}

export function intermediateStepId({name}: ClusterPlan): string {
  return `ca.${name}.intermediate`;
}

/** The intermediate CA that a cluster's istiod signs workload certificates with. */
export function intermediateStep(plan: Plan, cluster: ClusterPlan, clock: Clock): Step {
  const root = rootFiles(plan);
  const files = intermediateFiles(cluster);
  return {
    id: intermediateStepId(cluster),
    title: `Intermediate CA ${cluster.intermediate}`,
    needs: [ROOT_STEP],
    commands: [
      `openssl req -newkey rsa:2048 -nodes -subj /CN=${cluster.intermediate} -keyout ca-key.pem -out ca.csr`,
      `openssl x509 -req -in ca.csr -CA root-cert.pem -CAkey root-ca.key -sha256 -days ${plan.root.days} -extfile ca.ext -out ca-cert.pem`,
      'cat ca-cert.pem root-cert.pem > cert-chain.pem',
    ],
    deadlineMs: 1000,
    done: async () => {
      const key = await readKey(files.key);
      const [certificate, chain, issuer] = await Promise.all(
        [files.certificate, files.chain, root.certificate].map(readOrEmpty),
      );
      if (!certificate) return {done: false, seen: 'not there'};
      const fault = faultOf(certificate, key, cluster.intermediate, issuer ?? '', clock.date());
      if (fault !== undefined) return {done: false, seen: fault};
      const whole = chain === certificate + (issuer ?? '');
      return {done: whole, seen: whole ? 'valid' : 'the chain is not intermediate and root'};
    },
    run: async () => {
      const issuer = {certificate: await readOrEmpty(root.certificate), key: await readKey(root.key)};
      const issued = await issueIntermediate(
        cluster.intermediate,
        issuer,
        plan.root.days,
        clock.date().getTime(),
      );
      await writeIn(files.key, issued.key, 0o600);
      await writeIn(files.certificate, issued.certificate, 0o644);
      await writeIn(files.chain, issued.certificate + issuer.certificate, 0o644);
    },
  };
}
