import {clusterNamed, ISTIO_SYSTEM, type Plan} from '../../plan/plan.js';
import {check} from '../check.js';
import {passing, type Judged} from '../judged.js';
import {named} from '../looks/objects.js';
import {INGRESS} from '../looks/proxies.js';
import {addressesOf} from './load-balancer.js';

/** Seconds for the one call. */
const CALL_S = '3';

/** Undefined where the lab declares no call. */
export type CallSeen = {readonly url: string; readonly status: string; readonly body: string} | undefined;

export const callCheck = check<CallSeen>({
  id: 'call',
  looked: 'the call that the lab declares, from the client through the ingress gateway',
  look: async (scene) => {
    const {call, client} = scene.plan;
    if (call === undefined) return undefined;
    const services = await scene.list(clusterNamed(scene.plan, call.through), 'v1', 'Service');
    const [address] = addressesOf(named(services, INGRESS, ISTIO_SYSTEM));
    const url = `http://${address ?? ''}${call.path}`;
    if (address === undefined) return {url, status: '', body: 'the ingress gateway has no address'};
    const curl = [
      'curl',
      '-s',
      '--noproxy',
      '*',
      '-m',
      CALL_S,
      '-w',
      '\n%{http_code}',
      '-H',
      `Host: ${call.host}`,
    ];
    const {stdout} = await scene.exec(client.name, [...curl, url]);
    const lines = stdout.split('\n');
    return {url, status: lines.at(-1) ?? '', body: lines.slice(0, -1).join(' ')};
  },
  judge: (seen, {plan}) => judgeCall(seen, plan),
});

/** Pure. */
export function judgeCall(seen: CallSeen, {call, client}: Plan): Judged {
  if (seen === undefined || call === undefined)
    return {evidence: [{of: 'host', seen: 'the lab declares no call'}], faults: []};
  const {url, status, body} = seen;
  const answer = status === '000' || status === '' ? 'no answer' : status;
  const text = `${url} for ${call.host}: ${answer}`;
  if (status === '200') return {evidence: [{of: call.through, seen: text}], faults: []};
  const said = body.trim() === '' ? answer : `${answer} (${body.trim().slice(0, 160)})`;
  return {
    evidence: [{of: call.through, seen: `${text} ${body.trim().slice(0, 160)}`.trim()}],
    faults: [
      passing('call-fails', {host: call.host, cluster: call.through, seen: said, client: client.name, url}),
    ],
  };
}
