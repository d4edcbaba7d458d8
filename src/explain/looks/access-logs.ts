import {messageOf} from '../../base/errors.js';
import type {ClusterPlan} from '../../plan/plan.js';
import type {AccessEntry} from '../../scenario/measured.js';
import {accessEntryOf} from '../../scenario/probes/logs/access-log.js';
import type {Scene} from '../scene.js';
import {proxiesOf, type ProxyPod} from './proxies.js';

/** How far back, in minutes: whoever asks why a call fails has mostly just made one. */
export const BACK_MINUTES = 5;
/** Of each proxy: calls at a set rate write a lot, and the last ones are those that matter. */
const MOST_LINES = 1000;

export interface LoggedCall extends AccessEntry {
  /** When it was written, in milliseconds since 1970. */
  readonly atMs: number;
}

/** What one proxy has lately written of calls. */
export interface ProxyLog {
  readonly proxy: ProxyPod;
  readonly calls: readonly LoggedCall[];
  /** Why it could not be read. */
  readonly failure?: string;
}

/** The access logs of the gateways and of the lab's own proxies; one that cannot be read says why. */
export async function accessLogs(scene: Scene, cluster: ClusterPlan): Promise<readonly ProxyLog[]> {
  return Promise.all((await proxiesOf(scene, cluster)).map((proxy) => accessLog(scene, cluster, proxy)));
}

async function accessLog(scene: Scene, {name}: ClusterPlan, proxy: ProxyPod): Promise<ProxyLog> {
  const {namespace, pod, deployment} = proxy;
  const fromMs = scene.nowMs - BACK_MINUTES * 60_000;
  try {
    const lines = await scene.once(`access log of ${pod} in ${name}`, () =>
      scene.kube(name).logLines(namespace, pod, 'istio-proxy', fromMs, MOST_LINES),
    );
    const calls = lines.flatMap(({at, text}) => {
      const entry = accessEntryOf(`${name}/${deployment}`, text);
      return entry === undefined ? [] : [{...entry, atMs: at}];
    });
    return {proxy, calls};
  } catch (error) {
    return {proxy, calls: [], failure: messageOf(error)};
  }
}
