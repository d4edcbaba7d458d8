import {z} from 'zod';
import {hopRecordSchema, reasonSchema} from './record.js';

const count = z.int().min(0);
const ms = z.number().min(0);

/** One hop of the matrix. */
export const cellSchema = z.object({
  id: z.string().describe('What names it, e.g. 1.17.5-1.18.2-canary-west.'),
  from: z.string(),
  to: z.string(),
  direction: z.enum(['forward', 'back']).describe('To the later version, or to the earlier one.'),
  strategy: z.enum(['canary', 'in-place']),
  order: z.array(z.string()).describe('Which cluster first.'),
});

const callTotal = z.object({
  calls: count,
  failed: count,
  kinds: z.record(z.string(), count).describe('The failed ones by what became of them.'),
  longestGapMs: ms.describe('The longest time without a good answer in any flow.'),
  p50Ms: ms.exactOptional().describe('Of the flow and phase that was the slowest.'),
  p99Ms: ms.exactOptional(),
});

const known = z.object({
  name: z.string(),
  alarm: z.boolean().describe('It may change how calls fare, and nobody has allowed it by its name.'),
  allowed: z.boolean().describe('It may change how calls fare, and was allowed by its name.'),
  states: z.array(z.string()).describe('In which it shows.'),
});

/**
 * `good`, `regression`: it ran, and was judged. `unmeasured`: it ran, and what it cost could not be said. `refused`: it was
 * not begun. `broken`: it was begun and could not be brought to its end.
 */
const ENDS = ['good', 'regression', 'unmeasured', 'refused', 'broken'] as const;

/** How a hop was, in few figures. */
const summarySchema = z.object({
  outcome: z.enum(ENDS),
  reasons: z.array(reasonSchema).describe('Why it is not good.'),
  seconds: z.number().min(0),
  calls: callTotal.exactOptional().describe('Of the phases that are judged; left out where nobody called.'),
  mixed: callTotal.exactOptional().describe('Of the time in which the clusters ran different versions.'),
  known: z.array(known).describe('Known changes that were seen.'),
  unknown: z.array(z.string()).describe('What has changed and nobody knows.'),
  scenarios: z
    .object({
      compared: count.describe('Those that were run before the hop and in every state since.'),
      otherwise: count.describe('Of them, those that end otherwise in any state than before the hop.'),
      failedBefore: count.describe('Of them, those that had failed before it.'),
    })
    .exactOptional()
    .describe('Left out where none was compared.'),
  verdicts: z.array(z.string()).describe('How scenarios end otherwise than before the hop.'),
  figures: z.array(z.string()).describe('What scenarios measured otherwise: shares and latencies.'),
});

/** What a cell leaves, `cell.json` in its folder: with it the cell is done. */
export const cellRecordSchema = z.object({
  format: z.literal(1).describe('Raised when a field changes its meaning or goes.'),
  cell: cellSchema,
  lab: z.string(),
  supply: z.string(),
  startedAt: z.iso.datetime(),
  seconds: z.number().min(0).describe('Of the hop alone.'),
  labMade: z
    .object({why: z.string(), seconds: z.number().min(0)})
    .exactOptional()
    .describe('The lab that was made anew for it.'),
  folder: z.string().exactOptional().describe('Where the events and the states of the hop lie.'),
  outcome: z.enum(ENDS),
  reasons: z.array(reasonSchema),
  hop: hopRecordSchema.exactOptional().describe('Where it came to a verdict.'),
});

const change = z.object({
  name: z.string(),
  sense: z.string(),
  behaviour: z
    .boolean()
    .describe('Calls, pods or rights may fare otherwise by it; else it is only written otherwise.'),
  steps: z
    .array(
      z.object({
        earlier: z.string(),
        later: z.string(),
        forward: z.boolean().describe('On the way to the later version.'),
        back: z.boolean().describe('On the way back, the other way round.'),
      }),
    )
    .describe('Between which versions.'),
});

/** `matrix.json`: every cell, in the order in which they are told. */
export const matrixSchema = z
  .object({
    format: z.literal(1).describe('Raised when a field changes its meaning or goes.'),
    lab: z.string(),
    supply: z.string(),
    proxy: hopRecordSchema.shape.proxy.exactOptional().describe('Whose Envoy was measured.'),
    startedAt: z.iso.datetime().exactOptional().describe('Of the cell that was begun first.'),
    scenarios: z
      .array(z.string())
      .exactOptional()
      .describe('Ids of those that were compared in every hop that was judged; left out where none was.'),
    cells: z.array(
      cellSchema.extend({
        ran: summarySchema.exactOptional().describe('Left out where it has not run yet.'),
        startedAt: z.iso.datetime().exactOptional(),
        labSeconds: z.number().min(0).exactOptional().describe('Of making the lab anew for it.'),
      }),
    ),
    changes: z
      .array(change.extend({allowed: z.boolean().describe('By its name, where it needs that.')}))
      .describe('The known changes that were seen.'),
    unobserved: z
      .array(
        change.extend({
          why: z
            .enum(['proxy', 'configuration'])
            .describe('It needs Istio’s own Envoy, or no configuration shows it.'),
        }),
      )
      .describe('What the hops that ran bring as well, and could not be seen in this lab.'),
  })
  .meta({title: 'Matrix of hops between versions of Istio'});

export type Cell = Readonly<z.infer<typeof cellSchema>>;
export type CellRecord = Readonly<z.infer<typeof cellRecordSchema>>;
export type CellEnd = (typeof ENDS)[number];
export type CallTotal = z.infer<typeof callTotal>;
export type KnownTold = z.infer<typeof known>;
export type HopSummary = z.infer<typeof summarySchema>;
export type Matrix = z.infer<typeof matrixSchema>;
export type MatrixCell = Matrix['cells'][number];

/** The published schema, `schemas/matrix.schema.json`. */
export function matrixJsonSchema(): object {
  return z.toJSONSchema(matrixSchema, {target: 'draft-2020-12', io: 'input'});
}
