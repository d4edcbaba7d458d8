import type {Plan} from '../../plan/plan.js';
import {check} from '../check.js';
import {passing, type Judged} from '../judged.js';
import {labCall, type LabCallMade} from '../looks/lab-call.js';
import {heard, type Refusal} from '../looks/refusals.js';
import {refusalText} from '../looks/refusal-text.js';

/** A refusal that is older than this has nothing to do with the call. */
const LATELY_MS = 20_000;

/** Undefined where the lab declares no call. */
export type CallSeen =
  | (LabCallMade & {
      /** Who has just been turned away on its way, the latest first. */
      readonly refusals?: readonly Refusal[];
    })
  | undefined;

export const callCheck = check<CallSeen>({
  id: 'call',
  looked: 'the call that the lab declares, from the client through the ingress gateway',
  look: async (scene) => {
    const made = await labCall(scene);
    if (made === undefined || made.status === '200') return made;
    const {refusals} = await heard(scene);
    return {...made, refusals: refusals.filter(({last}) => last.atMs >= scene.nowMs - LATELY_MS)};
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
