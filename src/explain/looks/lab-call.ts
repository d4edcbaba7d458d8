import {loadBalancerAddresses} from '../../drivers/kube/workloads.js';
import {clusterNamed, ISTIO_SYSTEM} from '../../plan/plan.js';
import type {Scene} from '../scene.js';
import {named} from './objects.js';
import {INGRESS} from './proxies.js';

/** Seconds for the one call. */
const CALL_S = '3';

/** What came of the call that the lab declares. */
export interface LabCallMade {
  readonly url: string;
  /** As curl writes it, `000` where nobody answered; empty where there was no address to call. */
  readonly status: string;
  readonly body: string;
}

/** The call that the lab declares, from its client, made once in a round; undefined where it declares none. */
export function labCall(scene: Scene): Promise<LabCallMade | undefined> {
  return scene.once('the call of the lab', () => makeCall(scene));
}

async function makeCall(scene: Scene): Promise<LabCallMade | undefined> {
  const {call, client} = scene.plan;
  if (call === undefined) return undefined;
  const services = await scene.list(clusterNamed(scene.plan, call.through), 'v1', 'Service');
  const [address] = loadBalancerAddresses(named(services, INGRESS, ISTIO_SYSTEM));
  const url = `http://${address ?? ''}${call.path}`;
  if (address === undefined) return {url, status: '', body: 'the ingress gateway has no address'};
  const asked = ['-H', `Host: ${call.host}`, url];
  const curl = ['curl', '-s', '--noproxy', '*', '-m', CALL_S, '-w', '\n%{http_code}', ...asked];
  const lines = (await scene.exec(client.name, curl)).stdout.split('\n');
  return {url, status: lines.at(-1) ?? '', body: lines.slice(0, -1).join(' ')};
}
