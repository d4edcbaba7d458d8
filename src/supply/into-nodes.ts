import {EastwestError} from '../base/errors.js';
import type {Look} from '../base/wait-for.js';
import type {Docker} from '../drivers/docker/docker.js';
import type {Step} from '../engine/step.js';
import type {ClusterPlan, Plan} from '../plan/plan.js';

const LIST_MS = 20_000;

/** The versions of Istio whose istioctl and images are there. */
export async function istioAtHand(
  plan: Plan,
  {docker}: {readonly docker: Pick<Docker, 'image'>},
): Promise<readonly string[]> {
  const found = await Promise.all(
    Object.values(plan.supplied.istio).map(async ({version, images}) => {
      if (version === plan.versions.istio) return [version];
      const there = await Promise.all([images.pilot, images.proxyv2].map((image) => docker.image(image)));
      return there.every((image) => image !== undefined) ? [version] : [];
    }),
  );
  return found.flat();
}

/** Sees to it that every node's containerd has the images of a version. */
export function intoNodesSteps(plan: Plan, version: string, drivers: {readonly docker: Docker}): Step[] {
  return plan.clusters.map((cluster) => intoNodeStep(cluster, version, drivers));
}

function intoNodeStep({name, node}: ClusterPlan, version: string, {docker}: {readonly docker: Docker}): Step {
  const wanted = [`istio/pilot:${version}`, `istio/proxyv2:${version}`];
  return {
    id: `upgrade.${name}.images`,
    title: `Images of Istio ${version} in ${name}`,
    needs: [],
    commands: [`docker exec ${node} ctr -n k8s.io images ls -q`],
    deadlineMs: 10_000,
    done: async ({signal}): Promise<Look> => {
      const command = ['ctr', '-n', 'k8s.io', 'images', 'ls', '-q'];
      const {stdout} = await docker.exec(node, command, {signal, timeoutMs: LIST_MS});
      const missing = wanted.filter((image) => !stdout.includes(image));
      return {done: missing.length === 0, seen: missing.length === 0 ? 'there' : `no ${missing.join(', ')}`};
    },
    run: () => {
      throw new EastwestError(`${name} has no images of Istio ${version}`, {code: 'UPGRADE-NO-IMAGES'});
    },
  };
}
