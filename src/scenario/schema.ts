import semver from 'semver';
import {z} from 'zod';
import {CAPABILITIES} from './scenario.js';
import {stepSchema} from './step-schema.js';
import {strict} from './strict.js';
import {textSchema} from './text.js';
import {VARIABLE_NAME, VARIABLE_TYPES} from './typed-variables.js';

const NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const name = z.string().regex(NAME, 'expected a name in small letters, digits and hyphens');
const text = z.string().min(1, 'expected a text that is not empty');
const steps = z.array(stepSchema).min(1, 'expected at least one step');

const variable = strict({
  type: z
    .enum(VARIABLE_TYPES)
    .describe('What values it may have: a text, a number, or a duration such as 30s.'),
  default: z
    .union([z.string(), z.number()])
    .describe('Its value, unless `run --set NAME=VALUE` gives another.'),
  description: text.optional().describe('What it is for.'),
}).meta({id: 'Variable', examples: [{type: 'number', default: 20, description: 'calls in a sample'}]});

const metadata = strict({
  name: name.describe('What it is called; the file is NAME.yaml.'),
  pack: name.describe('The pack that it belongs to; the file lies in a folder of that name.'),
  title: textSchema.describe('The claim, as a sentence.'),
  after: z
    .array(name)
    .optional()
    .describe('Names of scenarios of the pack that come before it, where they run at all.'),
  labels: z
    .record(z.string().regex(/^[A-Za-z0-9][-A-Za-z0-9_./]*$/, 'expected a label name such as row'), text)
    .optional()
    .describe('What `run --only KEY=VALUE` and `run --skip KEY=VALUE` select by.')
    .meta({examples: [{row: 'S2-101', speed: 'slow'}]}),
});

const needs = strict({
  clusters: z
    .array(text)
    .min(1, 'expected at least one cluster')
    .describe("Clusters of the lab whose API servers must be ready, by the lab's names for them."),
  apps: z
    .array(z.string().regex(/^[^/]+\/[^/]+$/, 'expected cluster/deployment'))
    .optional()
    .describe("Deployments of the lab's namespace that must be available, as `cluster/deployment`."),
});

const phase = strict({
  name: name.describe('What the phase is called in reports; given, catch and finally are taken.'),
  steps: steps.describe('Its steps, in order; at least one of them is a probe.'),
}).meta({id: 'Phase'});

const spec = strict({
  needs: needs.describe('What must be there before the scenario begins; it is waited for a little.'),
  requires: z
    .array(z.enum(CAPABILITIES))
    .optional()
    .describe(
      'What not every lab has. Where something of it is missing the scenario is skipped, and says so.',
    ),
  istio: z
    .string()
    .refine((range) => semver.validRange(range) !== null, 'expected a range of versions such as ">=1.17"')
    .optional()
    .describe('The versions of Istio that it holds for, as npm writes ranges; with others it is skipped.')
    .meta({examples: ['>=1.17']}),
  variables: z
    .record(z.string().regex(VARIABLE_NAME, 'expected a name such as count or firstHost'), variable)
    .optional()
    .describe('Values that steps take by `${var.NAME}` and that `run --set NAME=VALUE` can change.'),
  given: steps
    .optional()
    .describe(
      'Preconditions: steps that bring them about before the first phase. Their changes are taken back like all others; a failure of theirs is told as "not ready".',
    ),
  phases: z
    .array(phase)
    .min(1, 'expected at least one phase')
    .describe('The exercise, in order; the first step that fails ends it.'),
  catch: steps
    .optional()
    .describe(
      'Probes that are made when a step of `given` or of a phase has failed, before anything is taken back. What they see goes into the result; they need no `expect`.',
    ),
  finally: steps
    .optional()
    .describe(
      'Steps that run at the end whatever happened, after everything that was changed was taken back.',
    ),
});

/** What stands in a scenario file; the only source for what is allowed there. */
export const scenarioSchema = strict({
  apiVersion: z.literal('eastwest/v1').describe('The version of this language.'),
  kind: z.literal('Scenario').describe('What the file is.'),
  metadata: metadata.describe('What the scenario is called and what it claims.'),
  spec: spec.describe('What it needs, does and judges.'),
}).meta({
  title: 'Scenario',
  description: 'A scripted exercise that is judged on the running lab.',
});

export type ScenarioFile = z.infer<typeof scenarioSchema>;
export type StepFile = z.infer<typeof stepSchema>;
