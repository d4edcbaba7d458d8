import {z} from 'zod';
import {ACTIONS} from './actions/actions.js';
import {DURATION} from './duration.js';
import {EXPECTATIONS} from './expectations/expectations.js';
import {PROBES} from './probes/probes.js';
import {CAPABILITIES} from './scenario.js';
import {strict} from './strict.js';
import {textSchema} from './text.js';

type Kinds = Readonly<Record<string, {readonly schema: z.ZodType}>>;

const NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const name = z.string().regex(NAME, 'expected a name in small letters, digits and hyphens');
const text = z.string().min(1, 'expected a text that is not empty');

const expectation = strict(optionalKeys(EXPECTATIONS));

const step = strict({
  /** Why the step is there, for the person who walks through. */
  explain: textSchema,
  ...optionalKeys(ACTIONS),
  ...optionalKeys(PROBES),
  /** What must hold of what the probe has measured; all of it, at once. */
  expect: z.array(expectation).min(1, 'expected at least one expectation').optional(),
  /** The probe is repeated until everything holds, at most this long. */
  within: z.string().regex(DURATION, 'expected a duration such as 30s').optional(),
});

const steps = z.array(step).min(1, 'expected at least one step');

/** What stands in a scenario file; the only source for what is allowed there. */
export const scenarioSchema = strict({
  apiVersion: z.literal('eastwest/v1'),
  kind: z.literal('Scenario'),
  metadata: strict({
    name,
    /** The folder under `scenarios/`. */
    pack: name,
    /** The claim, as a sentence. */
    title: textSchema,
    /** Scenarios of the pack that come before it. */
    after: z.array(name).optional(),
  }),
  spec: strict({
    needs: strict({
      clusters: z.array(text).min(1, 'expected at least one cluster'),
      /** `cluster/deployment`. */
      apps: z.array(z.string().regex(/^[^/]+\/[^/]+$/, 'expected cluster/deployment')).optional(),
    }),
    /** Without these the scenario is skipped, and says so. */
    requires: z.array(z.enum(CAPABILITIES)).optional(),
    phases: z.array(strict({name, steps})).min(1, 'expected at least one phase'),
    finally: steps.optional(),
  }),
});

export type ScenarioFile = z.infer<typeof scenarioSchema>;

function optionalKeys<T extends Kinds>(kinds: T) {
  type Shape = {[K in keyof T]: z.ZodOptional<T[K]['schema']>};
  return Object.fromEntries(
    Object.entries(kinds).map(([key, {schema}]) => [key, schema.optional()]),
  ) as Shape;
}
