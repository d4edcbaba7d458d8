import {z} from 'zod';
import type {Expectation} from '../expectation.js';
import {tally, tallyText} from '../tally.js';
import {callerIn} from './xfcc.js';

const schema = z
  .string()
  .regex(/^[^/:]+\/ns\/[^/]+\/sa\/[^/]+$/, 'expected TRUST-DOMAIN/ns/NAMESPACE/sa/SERVICE-ACCOUNT')
  .meta({
    description:
      "Whom the callee's proxy took the caller for, by its certificate, in every call of the batch.",
    examples: ['cluster.local/ns/istioinaction/sa/webapp'],
  });

/** Whom the callee's proxy took the caller for, by its certificate, in every call of the batch. */
export const identity: Expectation<'calls', string> = {
  schema,
  judges: ['calls'],
  judge: (wanted, {calls}) => {
    const seen = calls.map(({headers, status}) => {
      const said = headers['x-called-by'];
      if (said === undefined) return `nobody said (status ${status})`;
      return callerIn(said).replace(/^spiffe:\/\//, '') || 'a caller without a certificate';
    });
    const counts = tally(seen, [wanted]);
    return {
      ok: calls.length > 0 && counts.get(wanted) === calls.length,
      evidence: tallyText(counts, calls.length),
      wanted: `${wanted} in all`,
    };
  },
};
