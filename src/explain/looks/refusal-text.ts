import type {LoggedCall} from './access-logs.js';
import type {Refusal} from './refusals.js';

/** Who came: the identity in the caller's certificate where its proxy is known. */
export function arrivedText({caller, principal, plain, last}: Refusal): string {
  if (caller !== undefined) {
    const name = `${caller.deployment} of ${caller.cluster}`;
    return principal === undefined ? name : `${name} as ${principal}`;
  }
  if (plain !== undefined) return `the pod ${plain}, without a certificate`;
  const unknown =
    last.sni === '-' ? 'somebody without a certificate' : 'somebody whom no log of the lab names';
  return `${unknown} (${last.caller})`;
}

/** For evidence and causes: who arrived where, when, and what turned the call away. */
export function refusalText(refusal: Refusal): string {
  const {callee, count, last, by} = refusal;
  const times = count === 1 ? 'once' : `${count} times`;
  const words = `${last.code === 0 ? '' : `${last.code} `}${last.details}, flags ${last.flags}`;
  return `${callee.deployment} refused ${arrivedText(refusal)}, ${times}, last at ${timeOf(last)} (${words}): ${by}`;
}

export function timeOf({atMs}: LoggedCall): string {
  return new Date(atMs).toISOString().slice(11, 19);
}
