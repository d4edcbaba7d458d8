import {clusterNamed, ISTIO_SYSTEM, type Plan} from '../../plan/plan.js';
import {check} from '../check.js';
import {passing, type Judged} from '../judged.js';
import {named} from '../looks/objects.js';
import {INGRESS} from '../looks/proxies.js';
import {heard, type Refusal} from '../looks/refusals.js';
import {refusalText} from '../looks/refusal-text.js';
import {addressesOf} from './load-balancer.js';

/** Seconds for the one call. */
const CALL_S = '3';

/** A refusal that is older than this has nothing to do with the call. */
const LATELY_MS = 20_000;

/** Undefined where the lab declares no call. */
export type CallSeen =
  | {
      readonly url: string;
      readonly status: string;
      readonly body: string;
      /** Who has just been turned away on its way, the latest first; proxies write it down about a second later. */
      readonly refusals?: readonly Refusal[];
    }
  | undefined;

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
    const seen = {url, status: lines.at(-1) ?? '', body: lines.slice(0, -1).join(' ')};
    if (seen.status === '200') return seen;
    const {refusals} = await heard(scene);
    return {...seen, refusals: refusals.filter(({last}) => last.atMs >= scene.nowMs - LATELY_MS)};
  },
  judge: (seen, {plan}) => judgeCall(seen, plan),
});

/** Pure. */
export function judgeCall(seen: CallSeen, {call, client}: Plan): Judged {
  if (seen === undefined || call === undefined)
    return {evidence: [{of: 'host', seen: 'the lab declares no call'}], faults: []};
  const {url, status, body, refusals = []} = seen;
  const answer = status === '000' || status === '' ? 'no answer' : status;
  const text = `${url} for ${call.host}: ${answer}`;
  if (status === '200') return {evidence: [{of: call.through, seen: text}], faults: []};
  const said = body.trim() === '' ? answer : `${answer} (${body.trim().slice(0, 160)})`;
  const [refusal] = refusals;
  const why = refusal === undefined ? '' : `: in ${refusal.callee.cluster} ${refusalText(refusal)}`;
  return {
    evidence: [
      {of: call.through, seen: `${text} ${body.trim().slice(0, 160)}`.trim()},
      ...refusals.map((one) => ({of: one.callee.cluster, seen: refusalText(one)})),
    ],
    faults: [
      passing('call-fails', {
        host: call.host,
        cluster: call.through,
        seen: `${said}${why}`,
        client: client.name,
        url,
      }),
    ],
  };
}
