import {istioText, sameIstio} from '../../plan/istio.js';
import type {Plan} from '../../plan/plan.js';
import type {HopNote} from '../../upgrade/note.js';
import {hopText} from '../../upgrade/hop.js';

/** Which Istio runs: once where it is the same in every cluster, else of each. */
export function meshText({clusters}: Pick<Plan, 'clusters'>): string {
  const [first] = clusters;
  if (first !== undefined && clusters.every(({istio}) => sameIstio(istio, first.istio)))
    return `Istio ${istioText(first.istio)}`;
  return `Istio ${clusters.map(({name, istio}) => `${istioText(istio)} in ${name}`).join('; ')}`;
}

/** What is to be known of a hop that is not over; undefined where there is none. */
export function hopUnderWayText(note: HopNote | undefined): string | undefined {
  if (note === undefined) return undefined;
  const {hop, stage, begun} = note;
  const state = stage === 'judged' ? 'was judged bad and waits for your decision' : 'is half done';
  return `a hop ${state}: ${hopText(hop)}, begun at ${begun}; \`eastwest upgrade\` goes on with it, \`eastwest upgrade --rollback\` goes back`;
}
