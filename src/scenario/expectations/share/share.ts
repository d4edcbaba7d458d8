import {z} from 'zod';
import {SHARE, shareHolds} from '../../compare.js';
import type {Expectation} from '../expectation.js';
import {tally, tallyText} from '../tally.js';
import {missProbability, probabilityText} from './chance.js';

const wantedShare = z
  .string()
  .regex(SHARE, 'expected a share such as ">= 0.9", or a count such as "20 of 20"');
const schema = z.record(z.string().min(1), wantedShare).meta({
  description:
    'What part of all calls had each answer, failed calls among them: a share such as `">= 0.9"` or a count such as `20 of 20`. Answers that are not named may come too, as far as there is room.',
  examples: [{'Hello from EAST': '>= 18 of 20'}],
});

/**
 * What part of all calls, failed ones among them, had each answer. Answers that are not named may come too, as
 * far as the named shares leave room; they are always shown. Beside the count stands how often a lab of two
 * equally likely sides would miss the wanted share: near 0 it is no flake, near 1 it is no accident.
 */
export const share: Expectation<'calls', z.infer<typeof schema>> = {
  schema,
  judges: ['calls'],
  judge: (wanted, {answers}) => {
    const counts = tally(answers, Object.keys(wanted));
    const total = answers.length;
    return {
      ok: Object.entries(wanted).every(([answer, text]) => shareHolds(text, counts.get(answer) ?? 0, total)),
      evidence: `${tallyText(counts, total)}${chanceText(Object.values(wanted), total)}`,
      wanted: Object.entries(wanted)
        .map(([answer, text]) => `${text} ${answer}`)
        .join(', '),
    };
  },
};

/** Of one side or of both; of more sides there is no fair coin. */
function chanceText([first = '', second, ...more]: readonly string[], total: number): string {
  if (total === 0 || more.length > 0) return '';
  const missed = missProbability(
    total,
    (count) =>
      shareHolds(first, count, total) && (second === undefined || shareHolds(second, total - count, total)),
  );
  return ` (a fair 50/50 would miss this ${probabilityText(missed)})`;
}
