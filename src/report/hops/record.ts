import {z} from 'zod';

const count = z.int().min(0);
const ms = z.number().min(0);
const version = z.object({version: z.string(), revision: z.string().exactOptional()});

const phaseFigures = z.object({
  calls: count,
  failed: count,
  kinds: z.record(z.string(), count).describe('The failed ones by what became of them.'),
  longestGapMs: ms.describe('The longest time without a good answer.'),
  p50Ms: ms.exactOptional().describe('Of good answers; left out where there is none.'),
  p99Ms: ms.exactOptional(),
  lateMs: ms.describe('How late a call was issued at most: what the caller itself is to blame for.'),
});

const figures = z.object({
  phases: z.array(z.string()),
  flows: z.array(
    z.object({
      flow: z.object({
        name: z.string(),
        from: z.string(),
        to: z.string(),
        connection: z.enum(['new', 'reused']),
        retries: z.enum(['off', 'on']),
      }),
      phases: z.record(z.string(), phaseFigures),
    }),
  ),
  untold: z.int().describe('Calls of which no end is known.'),
  endedEarly: z.boolean(),
  others: z
    .record(z.string(), z.number().min(0).max(1))
    .exactOptional()
    .describe(
      'By phase the share of all processors that others than the lab took; nothing of what could not be seen.',
    ),
});

const named = z.object({name: z.string(), sense: z.string()});

const differences = z.object({
  alarms: count,
  scenarios: z
    .array(z.string())
    .exactOptional()
    .describe('Those that were run before the hop and in every state since, so that they were compared.'),
  failedBefore: z.array(z.string()).exactOptional().describe('Those of them that had failed before it.'),
  notObservable: z.array(named).describe('What the hop brings and nothing here could show.'),
  unseen: z.array(named).describe('What the hop brings and no configuration shows.'),
});

const change = z.object({
  name: z.string().describe('Of a known change its name, of another one what differs.'),
  known: z.boolean(),
  alarm: z.boolean().describe('Nobody has said that it may be, and it is not known to be harmless.'),
  states: z.array(z.string()).describe('In which it shows.'),
  text: z.string(),
});

export const reasonSchema = z.object({code: z.string(), text: z.string()});

const row = z.object({
  code: z.string(),
  what: z.string(),
  level: z.enum(['ok', 'notice', 'warning', 'fault']),
  seen: z.string(),
  remedy: z.string().exactOptional(),
});

/** `hop.json`, as the reports read it: of what a hop leaves, the part that is told. Fields of later versions are let pass. */
export const hopRecordSchema = z
  .object({
    schema: z.literal(1).describe('Raised when a field changes its meaning or goes.'),
    startedAt: z.iso.datetime(),
    seconds: z.number().min(0),
    resumed: z.boolean().describe('Whether an earlier run had begun it.'),
    hop: z.object({
      from: version,
      to: version,
      strategy: z.enum(['canary', 'in-place']),
      order: z.array(z.string()).describe('Which cluster first.'),
      holdMs: ms,
      rollback: z.boolean(),
    }),
    proxy: z.object({kind: z.enum(['istio-proxy', 'stock-envoy']), version: z.string()}),
    phases: z.array(z.object({name: z.string(), atMs: ms})),
    verdict: z.object({
      good: z.boolean(),
      reasons: z.array(reasonSchema).describe('Why it is not good; none where it is.'),
      figures: figures.nullable().describe('Of the calls; null where nobody called.'),
      changes: z.array(change).describe('What differs in any state from the one before the hop.'),
      allowed: z.array(z.string()).describe('Names of known changes that were allowed, and came.'),
      rows: z.array(row).describe('Checks that were made afterwards.'),
      now: z.enum(['at the target', 'back']),
    }),
    differences: differences
      .nullish()
      .describe('What changed between the states; null where none was taken.'),
  })
  .meta({title: 'Record of a hop between versions of Istio'});

export type HopTold = z.infer<typeof hopRecordSchema>;
export type Reason = z.infer<typeof reasonSchema>;

/** What is known of changes, by their names: one sentence each. */
export type Senses = Readonly<Record<string, string>>;

/** The published schema, `schemas/hop.schema.json`. */
export function hopJsonSchema(): object {
  return z.toJSONSchema(hopRecordSchema, {target: 'draft-2020-12', io: 'input'});
}
