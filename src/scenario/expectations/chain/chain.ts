import {z} from 'zod';
import {COUNT, countHolds} from '../../compare.js';
import type {CertificateChain} from '../../measured.js';
import {strict} from '../../strict.js';
import {chainsNamed} from '../chains.js';
import type {Expectation} from '../expectation.js';

const schema = strict({
  of: z
    .string()
    .min(1)
    .describe(
      "A proxy's secret or a Secret's key, e.g. `default`; with the cluster before it, that cluster's alone.",
    ),
  length: z
    .union([z.int().min(1), z.string().regex(COUNT, 'expected a number such as 3, or ">= 3"')])
    .describe("How many certificates, from the workload's own to the root."),
  issuers: z
    .array(z.string())
    .optional()
    .describe("The issuers in their order, from the workload's own on; more may follow."),
}).meta({
  description:
    'Each certificate is signed by the next, the last by itself; so it is in every chain of the name.',
  examples: [{of: 'ROOTCA', length: 1}],
});

/** Each certificate is signed by the next, the last by itself; so it is in every chain of the name. */
export const chain: Expectation<'certificates', z.infer<typeof schema>> = {
  schema,
  judges: ['certificates'],
  judge: ({of, length, issuers}, {chains}) => {
    const found = chainsNamed(chains, of);
    const isRight = ({certificates}: CertificateChain): boolean =>
      countHolds(length, certificates.length) &&
      certificates.every(({signed}) => signed) &&
      (issuers ?? []).every((issuer, place) => certificates[place]?.issuer === issuer);
    const ok = found.length > 0 && found.every(isRight);
    const told = ok ? found : found.filter((one) => !isRight(one));
    return {
      ok,
      evidence: told.map(chainText).join('; ') || `no chain ${of}`,
      wanted: `${of}: ${length} certificates, each signed by the next${issuers === undefined ? '' : `, issuers ${issuers.join(' < ')}`}`,
    };
  },
};

/** `west default: 3 certificates, CN=west < CN=root < CN=root`. */
function chainText({name, certificates}: CertificateChain): string {
  const broken = certificates.findIndex(({signed}) => !signed);
  const fault = broken < 0 ? '' : `, number ${broken + 1} is not signed by the next`;
  const issuers = certificates.map(({issuer}) => issuer).join(' < ');
  return `${name}: ${certificates.length} certificates, issuers ${issuers}${fault}`;
}
