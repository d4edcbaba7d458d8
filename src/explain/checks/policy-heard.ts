import {BACK_MINUTES} from '../looks/access-logs.js';
import type {Heard, Refusal} from '../looks/refusals.js';
import {refusalText} from '../looks/refusal-text.js';

/** Refusals that are told one by one; more would bury the rest of the evidence. */
const MOST = 3;

/** What the access logs of one cluster tell of calls that were turned away, and of its callers that were elsewhere. Pure. */
export function heardIn(cluster: string, {logs, refusals}: Heard): string {
  const own = logs.filter(({proxy}) => proxy.cluster === cluster);
  const unread = own.flatMap(({proxy, failure}) =>
    failure === undefined ? [] : `the log of ${proxy.deployment} was not read (${failure})`,
  );
  const refused = refusals.filter(({callee}) => callee.cluster === cluster);
  const sent = refusals.filter(
    ({callee, caller}) => caller?.cluster === cluster && callee.cluster !== cluster,
  );
  const told = [...refused.map(refusalText), ...sent.map(sentText)];
  const more = told.length > MOST ? [`${told.length - MOST} more`] : [];
  const calls = own.reduce((sum, log) => sum + log.calls.length, 0);
  const none = `${calls} lines of access logs in the last ${BACK_MINUTES} minutes, no call of them refused`;
  return [...(told.length === 0 ? [none] : told.slice(0, MOST)), ...more, ...unread].join('; ');
}

/** The caller's half: which certificate went out. */
function sentText({callee, caller, principal, count}: Refusal): string {
  const shown =
    principal === undefined ? 'no certificate that could be read' : `the certificate ${principal}`;
  const times = count === 1 ? 'once' : `${count} times`;
  return `${caller?.deployment ?? ''} showed ${shown} to ${callee.deployment} of ${callee.cluster}, refused ${times}`;
}
