import {fault, ok, type Finding} from '../finding.js';
import type {Probes} from '../probes.js';

const CODE = 'HOST-KUBECONFIG-FOREIGN';
const WHAT = 'kubeconfig files';

/** Files where the lab's kubeconfigs go. What the lab writes begins with its name; anything else stays. */
export async function kubeconfigs({host, plan}: Pick<Probes, 'host' | 'plan'>): Promise<Finding> {
  const found = await Promise.all(
    plan.clusters.map(async ({kubeconfig}) => {
      if (!(await host.exists(kubeconfig))) return [];
      const text = await host.readFile(kubeconfig);
      return text?.startsWith(`# Made by eastwest for the lab ${plan.lab}\n`) === true ? [] : [kubeconfig];
    }),
  );
  const foreign = found.flat();
  if (foreign.length === 0) return ok(CODE, WHAT, "free or this lab's");
  const remedy = foreign.map((file) => `mv ${file} ${file}.old`).join(' && ');
  return fault(CODE, WHAT, `not this lab's: ${foreign.join(', ')}`, remedy);
}
