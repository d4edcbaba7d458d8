import {z} from 'zod';
import {SHARE, shareHolds} from '../../compare.js';
import type {Expectation} from '../expectation.js';
import {tally, tallyText} from '../tally.js';

const schema = z
  .record(
    z.string().regex(/^[1-5]\d\d$/, 'expected a status such as 200'),
    z.string().regex(SHARE, 'expected a share such as ">= 0.9", or a count such as "20 of 20"'),
  )
  .meta({
    description:
      'What part of all calls had each HTTP status, as `share`. A call without any answer has no status.',
    examples: [{200: '20 of 20'}],
  });

/** What part of all calls had each HTTP status. A call without any answer is no status. */
export const status: Expectation<'calls', z.infer<typeof schema>> = {
  schema,
  judges: ['calls'],
  judge: (wanted, {calls}) => {
    const seen = calls.map((call) =>
      call.error === undefined ? String(call.status) : `no answer (${call.error})`,
    );
    const counts = tally(seen, Object.keys(wanted));
    return {
      ok: Object.entries(wanted).every(([code, text]) =>
        shareHolds(text, counts.get(code) ?? 0, seen.length),
      ),
      evidence: tallyText(counts, seen.length),
      wanted: Object.entries(wanted)
        .map(([code, text]) => `${text} ${code}`)
        .join(', '),
    };
  },
};
