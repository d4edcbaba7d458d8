import {EastwestError} from '../base/errors.js';
import type {World} from '../scenario/bench.js';
import {flowsOf, hostOf} from './flows.js';
import {ingressOf} from './ingress.js';

export interface JobOptions {
  /** Calls per second of all flows together. */
  readonly rate: number;
  readonly timeoutMs: number;
  readonly limitMs: number;
}

/** No spans of these calls: a thousand a minute would be most of what Jaeger has to keep. */
const UNTRACED = {'x-b3-sampled': '0'};

/** What the lab's caller is to do (`images/workloads/traffic-options.ts`). */
export async function trafficJob(
  {plan, kube}: Pick<World, 'plan' | 'kube'>,
  {rate, timeoutMs, limitMs}: JobOptions,
): Promise<object> {
  const addresses = new Map<string, string>();
  for (const {name} of plan.clusters) {
    const address = await ingressOf(kube(name));
    if (address === undefined) {
      throw new EastwestError(`the ingress gateway of ${name} has no address`, {
        code: 'TRAFFIC-NO-INGRESS',
        hint: 'eastwest explain',
      });
    }
    addresses.set(name, address);
  }
  const flows = flowsOf(plan).map((flow) => ({
    name: flow.name,
    url: `http://${addresses.get(flow.from) ?? ''}/`,
    headers: {...UNTRACED, Host: hostOf(flow)},
    keepAlive: flow.connection === 'reused',
  }));
  return {flows, rate, timeoutMs, count: Math.ceil((rate * limitMs) / 1000)};
}
