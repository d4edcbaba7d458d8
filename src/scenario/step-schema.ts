import {z} from 'zod';
import {ACTIONS} from './actions/actions.js';
import {DURATION, durationMs} from './duration.js';
import {EXPECTATIONS} from './expectations/expectations.js';
import {PROBES} from './probes/probes.js';
import {strict} from './strict.js';
import {textSchema} from './text.js';

type Kinds = Readonly<Record<string, {readonly schema: z.ZodType}>>;

const DURATION_WANTED = 'expected a duration such as 30s';
const duration = z.string({error: DURATION_WANTED}).regex(DURATION, DURATION_WANTED);
const longDuration = duration.refine((text) => !(durationMs(text) <= 0), 'expected more than no time at all');

const expectation = strict(optionalKeys(EXPECTATIONS)).meta({
  id: 'Expectation',
  description: 'One judgement of what the probe of the step has measured.',
  minProperties: 1,
  maxProperties: 1,
});

/** What one step may say; which of its keys go together is for the rules. */
export const stepSchema = strict({
  explain: textSchema.describe(
    'Why the step is there, for the person who walks through the scenario. Of `wait` it is the reason.',
  ),
  ...optionalKeys(ACTIONS),
  ...optionalKeys(PROBES),
  expect: z
    .array(expectation)
    .min(1, 'expected at least one expectation')
    .optional()
    .describe('What must hold of what the probe has measured; all of it, at one look.'),
  within: duration
    .optional()
    .describe(
      'The probe looks again and again until everything holds, at most this long. Without it the first look that could measure anything decides.',
    ),
  converges: z
    .int()
    .min(2, 'expected at least 2 looks')
    .max(100)
    .optional()
    .describe('Everything must hold at this many looks in a row, inside `within`.'),
  consistently: longDuration
    .optional()
    .describe(
      'Everything must hold at every look for this long, at two looks at least. The first look at which it does not hold fails the step.',
    ),
  never: longDuration
    .optional()
    .describe(
      'The expectations must not hold together at any look for this long. A look that could not measure fails the step too: it proves nothing.',
    ),
}).meta({
  id: 'Step',
  description: 'One action, or one probe with what is expected of it.',
  oneOf: [...Object.keys(ACTIONS), ...Object.keys(PROBES)].map((key) => ({required: [key]})),
});

function optionalKeys<T extends Kinds>(kinds: T) {
  type Shape = {[K in keyof T]: z.ZodOptional<T[K]['schema']>};
  return Object.fromEntries(
    Object.entries(kinds).map(([key, {schema}]) => [key, schema.optional()]),
  ) as Shape;
}
