import {z} from 'zod';

const seconds = z.number().min(0);

const evidence = z
  .strictObject({
    of: z.string().describe('A cluster of the lab, or `host`.'),
    seen: z.string().describe('What was seen there.'),
  })
  .readonly();

const check = z
  .strictObject({
    id: z.string().describe('Name of the check, e.g. `trust`.'),
    title: z.string(),
    state: z
      .enum(['ok', 'fault', 'unknown', 'not-judged'])
      .describe(
        'unknown: it could not be looked at, or is still changing; not-judged: the chain broke before it.',
      ),
    looked: z.string().describe('What was looked at.'),
    evidence: z.array(evidence).readonly(),
    reason: z.string().optional().describe('Why there is no verdict.'),
    seconds: seconds.describe('From the beginning until its verdict.'),
  })
  .readonly();

const finding = z
  .strictObject({
    code: z.string().describe('Name of the finding, and of its page.'),
    check: z.string(),
    title: z.string(),
    cause: z.string().describe('One sentence.'),
    remedy: z
      .array(z.string())
      .readonly()
      .describe('Commands; `kwest` and the like are functions of `eastwest shell`.'),
    page: z.string().describe('Its page, from the folder of the project.'),
  })
  .readonly();

/** What `explain` says: the one source of its type, of its events, and of the published JSON Schema. */
export const explanationSchema = z
  .strictObject({
    format: z.literal(1).describe('Raised when a field changes its meaning or goes.'),
    lab: z.string(),
    at: z.iso.datetime().describe('When it began.'),
    seconds,
    verdict: z.enum(['healthy', 'fault', 'unknown']),
    finding: finding.optional().describe('The first broken link; only where the verdict is fault.'),
    checks: z.array(check).readonly().describe('Every check, in the order of cause.'),
    measured: z
      .strictObject({
        supply: z.string().describe("Where the lab's parts came from."),
        proxy: z.strictObject({kind: z.enum(['istio-proxy', 'stock-envoy']), version: z.string()}),
      })
      .readonly(),
  })
  .readonly()
  .meta({title: 'What eastwest explain says'});

export type Explanation = z.infer<typeof explanationSchema>;
export type CheckReport = Explanation['checks'][number];
export type Evidence = CheckReport['evidence'][number];

/** The published schema, `schemas/explain.schema.json`. */
export function explanationJsonSchema(): object {
  return z.toJSONSchema(explanationSchema, {target: 'draft-2020-12', io: 'output'});
}

/** One sentence for tables and messages. */
export function explanationText({verdict, finding: found, checks}: Explanation): string {
  if (found !== undefined) return `${found.code}: ${found.cause}`;
  if (verdict === 'healthy') return 'nothing is wrong with the lab itself';
  const open = checks.find(({state}) => state === 'unknown');
  return `could not look: ${open?.title ?? 'nothing'}${open?.reason === undefined ? '' : `: ${open.reason}`}`;
}
