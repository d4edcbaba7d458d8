import {z} from 'zod';
import {SHARE, shareHolds} from '../../compare.js';
import type {Expectation} from '../expectation.js';
import {tally, tallyText} from '../tally.js';

const wantedShare = z
  .string()
  .regex(SHARE, 'expected a share such as ">= 0.9", or a count such as "20 of 20"');
const schema = z.record(z.string().min(1), wantedShare);

/**
 * What part of all calls, failed ones among them, had each answer. Answers that are not named may come too, as
 * far as the named shares leave room; they are always shown.
 */
export const share: Expectation<'calls', z.infer<typeof schema>> = {
  schema,
  judges: ['calls'],
  judge: (wanted, {answers}) => {
    const counts = tally(answers, Object.keys(wanted));
    return {
      ok: Object.entries(wanted).every(([answer, text]) =>
        shareHolds(text, counts.get(answer) ?? 0, answers.length),
      ),
      evidence: tallyText(counts, answers.length),
      wanted: Object.entries(wanted)
        .map(([answer, text]) => `${text} ${answer}`)
        .join(', '),
    };
  },
};
