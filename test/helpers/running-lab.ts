import {openLab, type OpenLab} from '../../src/cli/open-lab.js';
import type {Kube} from '../../src/drivers/kube/kube.js';
import {clusterNamed, type ClusterPlan} from '../../src/plan/plan.js';

export interface RunningLab extends OpenLab {
  readonly west: ClusterPlan;
  readonly east: ClusterPlan;
  readonly kube: Kube;
}

/** The chapter's lab, or one that has its clusters, with west's API server; fails where it is not up. */
export async function runningLab(lab = 'ch12/lab.yaml'): Promise<RunningLab> {
  const opened = await openLab({lab, supply: 'source'});
  const [west, east] = ['west', 'east'].map((name) => clusterNamed(opened.plan, name));
  if (west === undefined || east === undefined) throw new Error('the chapter has two clusters');
  const kube = opened.drivers.kubeFor(west.kubeconfig);
  if (!(await kube.ready(AbortSignal.timeout(10_000)))) throw new Error('the lab is not up: eastwest up');
  return {...opened, west, east, kube};
}

/** The name of a running pod with a label `app`. */
export async function podOf(kube: Kube, namespace: string, app: string): Promise<string> {
  const pods = await kube.list('v1', 'Pod', {namespace, labels: {app}});
  const running = pods.find((pod) => (pod['status'] as {phase?: string}).phase === 'Running');
  if (running === undefined) throw new Error(`no pod of ${app} runs in ${namespace}`);
  return running.metadata.name;
}
