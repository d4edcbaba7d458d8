import {z} from 'zod';
import type {Certificate} from '../../measured.js';
import {hasPart} from '../../partial.js';
import {strict} from '../../strict.js';
import {chainsNamed} from '../chains.js';
import type {Expectation} from '../expectation.js';

const schema = strict({
  of: z
    .string()
    .min(1)
    .describe("The chain that it stands in, e.g. `default`, or `west default` for one cluster's alone."),
  place: z
    .int()
    .min(0)
    .optional()
    .describe("Its place there: 0, the default, is the first, a workload's own."),
  subject: z.string().optional().describe('Whose it is, e.g. `CN=root.istio.in.action`.'),
  issuer: z.string().optional().describe('Who signed it.'),
  san: z.string().optional().describe('One of its names, e.g. `URI:spiffe://cluster.local/ns/a/sa/b`.'),
  isCa: z.boolean().optional().describe('Whether it may sign others.'),
  pathLength: z.int().min(0).optional().describe('How many CAs may follow below it.'),
  keyUsage: z.array(z.string()).optional().describe('All of these, whatever else.'),
  lifetimeHours: strict({
    atLeast: z.number().optional().describe('Hours.'),
    atMost: z.number().optional().describe('Hours.'),
  })
    .optional()
    .describe('From notBefore to notAfter, both ends included.'),
}).meta({
  description: 'The certificate has all of this, in every chain of the name.',
  examples: [{of: 'default', place: 1, isCa: true, pathLength: 0}],
});

type Wanted = z.infer<typeof schema>;
/** What is asked of the certificate itself. */
type Asked = Omit<Wanted, 'of' | 'place'>;

/** The certificate has all of this, in every chain of the name. */
export const certificate: Expectation<'certificates', Wanted> = {
  schema,
  judges: ['certificates'],
  judge: ({of, place = 0, ...asked}, {chains}) => {
    const found = chainsNamed(chains, of).map(({name, certificates}) => ({name, one: certificates[place]}));
    const isRight = ({one}: (typeof found)[number]): boolean => one !== undefined && isLike(one, asked);
    const ok = found.length > 0 && found.every(isRight);
    const told = ok ? found : found.filter((each) => !isRight(each));
    const texts = told.map(({name, one}) =>
      one === undefined ? `${name}: no certificate in place ${place}` : `${name}: ${factsText(one, asked)}`,
    );
    return {ok, evidence: texts.join('; ') || `no chain ${of}`, wanted: `${of}: ${askedText(asked)}`};
  },
};

function isLike(one: Certificate, {san, lifetimeHours, ...plain}: Asked): boolean {
  const {atLeast = 0, atMost = Number.POSITIVE_INFINITY} = lifetimeHours ?? {};
  return (
    hasPart(one, Object.fromEntries(given(plain))) &&
    (san === undefined || one.sans.includes(san)) &&
    one.lifetimeHours >= atLeast &&
    one.lifetimeHours <= atMost
  );
}

/** Of the certificate, what was asked for. */
function factsText(one: Certificate, asked: Asked): string {
  const facts = {...one, san: one.sans, lifetimeHours: Math.round(one.lifetimeHours * 100) / 100};
  return given(asked)
    .map(([key]) => `${key} ${plainText(facts[key as keyof typeof facts])}`)
    .join(', ');
}

function askedText({lifetimeHours = {}, ...asked}: Asked): string {
  const limits = given(lifetimeHours).map(([key, hours]) => `lifetimeHours ${key} ${plainText(hours)}`);
  return [...given(asked).map(([key, part]) => `${key} ${plainText(part)}`), ...limits].join(', ');
}

function given(parts: object): readonly [string, unknown][] {
  return Object.entries(parts).filter(([, part]) => part !== undefined);
}

function plainText(value: unknown): string {
  if (value === undefined) return 'none';
  if (value === '') return '(empty)';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
