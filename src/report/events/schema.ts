import {z} from 'zod';
import {explanationSchema} from '../../findings/index.js';

/** Kinds of measurement that are drawn; of the others it is enough that they say their kind. */
const call = z.looseObject({
  at: z.number(),
  status: z.number(),
  ms: z.number(),
  body: z.string(),
  headers: z.record(z.string(), z.string()),
  error: z.string().optional(),
  reused: z.boolean(),
});
const endpoint = z.looseObject({
  address: z.string(),
  port: z.number(),
  priority: z.number(),
  locality: z.looseObject({region: z.string(), zone: z.string()}),
  health: z.string(),
  outlier: z.string(),
});
const certificate = z.looseObject({
  subject: z.string(),
  issuer: z.string(),
  serial: z.string(),
  notBefore: z.string(),
  notAfter: z.string(),
  sans: z.array(z.string()),
  isCa: z.boolean(),
  pathLength: z.number().optional(),
});
const chain = z.looseObject({name: z.string(), certificates: z.array(certificate)});
const truthRow = z.looseObject({
  cluster: z.string(),
  caller: z.string(),
  callee: z.string(),
  expected: z.string(),
  measured: z.string(),
});

const DRAWN: Readonly<Record<string, z.ZodType>> = {
  calls: z.looseObject({calls: z.array(call), answers: z.array(z.string())}),
  endpoints: z.looseObject({endpoints: z.array(endpoint)}),
  certificates: z.looseObject({chains: z.array(chain)}),
  truthTable: z.looseObject({rows: z.array(truthRow)}),
};

const measured = z.looseObject({kind: z.string()}).superRefine((value, context) => {
  const {error} = DRAWN[value.kind]?.safeParse(value) ?? {};
  for (const {path, message} of error?.issues ?? []) context.addIssue({code: 'custom', path, message});
});

/** A text in other languages than English, by language. */
const translations = z.record(z.string(), z.string());

const time = z.iso.datetime();
const verdict = z.enum(['passed', 'failed', 'skipped', 'interrupted']);

/** What each event must have; more is allowed, so that older programs read newer runs of the same format. */
export const EVENTS: Readonly<Record<string, z.ZodType>> = {
  run: z.looseObject({
    format: z.literal(1),
    id: z.string(),
    startedAt: time,
    lab: z.string(),
    meshId: z.string(),
    dockerNetwork: z.string(),
    client: z.string(),
    versions: z.record(z.string(), z.string()),
    supply: z.string(),
    proxy: z.looseObject({kind: z.enum(['istio-proxy', 'stock-envoy']), version: z.string()}),
    note: z.string().optional(),
    clusters: z.array(
      z.looseObject({
        name: z.string(),
        istioName: z.string(),
        network: z.string(),
        locality: z.looseObject({region: z.string(), zone: z.string()}),
        podSubnet: z.string(),
        serviceSubnet: z.string(),
        intermediate: z.string(),
        addresses: z.looseObject({ingress: z.string().optional(), eastWestGateway: z.string().optional()}),
        deployments: z.array(z.string()),
      }),
    ),
  }),
  scenario: z.looseObject({
    id: z.string().regex(/^[^/]+\/.+$/, 'expected pack/name'),
    title: z.string(),
    titleIn: translations.optional(),
    state: z.enum(['begun', ...verdict.options]),
    at: time,
    evidence: z.string().optional(),
    seconds: z.number().optional(),
    leftBehind: z.array(z.string()).optional(),
  }),
  phase: z.looseObject({scenario: z.string(), phase: z.string(), at: time}),
  scenarioStep: z.looseObject({
    scenario: z.string(),
    phase: z.string(),
    title: z.string(),
    explain: z.string(),
    explainIn: translations.optional(),
    state: z.enum(['running', 'seen', 'passed', 'failed']),
    at: time,
    kind: z.enum(['action', 'probe', 'undo']),
    commands: z.array(z.string()),
    text: z.string().optional(),
    evidence: z.string().optional(),
    wanted: z.string().optional(),
    seconds: z.number().optional(),
  }),
  measured: z.looseObject({
    scenario: z.string(),
    phase: z.string(),
    title: z.string(),
    at: time,
    superseded: z.boolean().optional(),
    measured,
    judged: z.array(
      z.looseObject({
        key: z.string(),
        value: z.unknown(),
        ok: z.boolean(),
        evidence: z.string(),
        wanted: z.string(),
      }),
    ),
  }),
  explained: z.looseObject({scenario: z.string(), at: time, explanation: explanationSchema}),
  runEnded: z.looseObject({at: time, seconds: z.number(), verdicts: z.record(verdict, z.number())}),
};
