import {z} from 'zod';
import {explanationSchema} from '../findings/index.js';

const verdict = z.enum(['passed', 'failed', 'skipped', 'interrupted']);
const count = z.int().min(0);
const seconds = z.number().min(0);

const step = z
  .strictObject({
    phase: z.string(),
    title: z.string().describe('What was done or measured, in a few words.'),
    explain: z.string().describe('Why the step is there.'),
    kind: z.enum(['action', 'probe']),
    commands: z.array(z.string()).describe('What a person types in `eastwest shell` for the same.'),
    at: z.iso.datetime().describe('When it began.'),
    ok: z.boolean(),
    evidence: z.string().describe('Measured numbers with the sample size, or what an action waited for.'),
    wanted: z.string().optional().describe('What was wanted instead; only where it is not ok.'),
    seconds,
  })
  .readonly();

const scenario = z
  .strictObject({
    id: z.string().describe('pack/name'),
    pack: z.string(),
    name: z.string(),
    title: z.string().describe('The claim, as a sentence.'),
    verdict: verdict.describe(
      'skipped: this lab cannot show it; interrupted: the run was ended before there was a verdict.',
    ),
    evidence: z.string(),
    seconds,
    steps: z.array(step).readonly(),
    leftBehind: z.array(z.string()).readonly().describe('What could not be taken back.'),
    explained: explanationSchema
      .optional()
      .describe(
        'What `explain` said of the lab when the scenario had failed, before anything was taken back.',
      ),
  })
  .readonly();

/** What `results.json` is: the one source of its type, of what is written, and of the published JSON Schema. */
export const resultsSchema = z
  .strictObject({
    format: z.literal(1).describe('Raised when a field changes its meaning or goes.'),
    id: z.string().describe("Name of the run's folder."),
    lab: z.string(),
    startedAt: z.iso.datetime(),
    seconds,
    finished: z.boolean().describe('False for a run that was killed.'),
    versions: z.record(z.string(), z.string()),
    measured: z.strictObject({
      supply: z.string().describe("Where the lab's parts came from."),
      proxy: z.strictObject({kind: z.enum(['istio-proxy', 'stock-envoy']), version: z.string()}),
      note: z.string().optional().describe('What was installed for this proxy, and what it cannot show.'),
    }),
    totals: z.strictObject({passed: count, failed: count, skipped: count, interrupted: count}),
    results: z.array(scenario),
  })
  .meta({title: 'Results of a run of eastwest scenarios'});

export type Results = z.infer<typeof resultsSchema>;

/** The published schema, `schemas/results.schema.json`. */
export function resultsJsonSchema(): object {
  return z.toJSONSchema(resultsSchema, {target: 'draft-2020-12', io: 'output'});
}
