import {z} from 'zod';
import type {AccessEntry} from '../../measured.js';
import {hasPart} from '../../partial.js';
import {strict} from '../../strict.js';
import type {Expectation} from '../expectation.js';

const text = z.string().min(1).optional();

const schema = z
  .array(
    strict({
      /** `west/webapp`: whose proxy wrote it. */
      at: z.string().min(1),
      method: text,
      path: text,
      code: z.int().optional(),
      authority: text,
      forwardedFor: text,
      upstreamHost: text,
      upstreamCluster: text,
    }),
  )
  .min(1);

/** The request of one id was written down by these proxies, each with at least this. */
export const hops: Expectation<'trail', z.infer<typeof schema>> = {
  schema,
  judges: ['trail'],
  judge: (wanted, {requestId, entries}) => {
    const missing = wanted.filter((hop) => !entries.some((entry) => hasPart(entry, hop)));
    const seen = entries.map(entryText).join('; ') || 'written down by nobody';
    return {
      ok: missing.length === 0,
      evidence: `request ${requestId || 'not found'}: ${seen}`,
      wanted: missing
        .map(({at, ...rest}) => `${at} with ${Object.values(rest).map(String).join(' ')}`)
        .join('; '),
    };
  },
};

function entryText({at, method, path, code, upstreamHost}: AccessEntry): string {
  return `${at} ${method} ${path} ${code} -> ${upstreamHost}`;
}
