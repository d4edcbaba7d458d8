import {z} from 'zod';
import {EastwestError, EXIT} from '../base/errors.js';
import {schemaProblems} from '../base/schema-problems.js';
import {problemText, readYaml, type Problem} from '../base/yaml.js';
import {allowed, allowProblem} from '../differences/index.js';

/** What a hop may cost, and what it may change. */
export interface Thresholds {
  /** Failed calls. */
  readonly maxFailed: number;
  /** The longest time without a good answer, in ms; not judged unless given. */
  readonly maxGapMs?: number;
  /** Names of known changes that may come. */
  readonly allow: readonly string[];
}

const count = z.int('expected a whole number').min(0, 'expected 0 or more');

const schema = z.strictObject({
  'max-failed': count.optional(),
  'max-gap-ms': count.optional(),
  allow: z.array(z.string().min(1)).optional(),
});

const KEYS = Object.keys(schema.shape);

/** What the command line says; it goes before the file, and adds to its list. */
export interface ThresholdFlags {
  readonly maxFailed?: number;
  readonly maxGapMs?: number;
  readonly allow?: readonly string[];
}

/**
 * Thresholds of a YAML text, under the flags. Pure.
 *
 * @throws THRESHOLDS-BAD with file:line:col of every mistake, ALLOW-UNKNOWN of a flag
 */
export function readThresholds(file: string, text: string, flags: ThresholdFlags = {}): Thresholds {
  const {documents, problems} = readYaml(file, text);
  const [source, second] = documents;
  if (problems.length > 0) throw bad(file, problems);
  if (second !== undefined) throw bad(file, [second.problemAt([], 'a second document; expected one')]);
  if (source === undefined) return thresholdsOf(flags);
  const result = schema.safeParse(source.value, {reportInput: true});
  if (!result.success)
    throw bad(
      file,
      schemaProblems(source, result.error.issues, () => KEYS),
    );
  const {'max-failed': maxFailed, 'max-gap-ms': maxGapMs, allow = []} = result.data;
  const unknown = allow.flatMap((name, place) => {
    const problem = allowProblem(name);
    return problem === undefined
      ? []
      : [source.problemAt(['allow', place], `${problem.message}; ${problem.hint}`)];
  });
  if (unknown.length > 0) throw bad(file, unknown);
  return thresholdsOf({
    ...(maxFailed === undefined ? {} : {maxFailed}),
    ...(maxGapMs === undefined ? {} : {maxGapMs}),
    ...flags,
    allow: [...allow, ...(flags.allow ?? [])],
  });
}

/**
 * Without a file: no call may fail, a gap is not judged, and nothing is allowed to change. Pure.
 *
 * @throws ALLOW-UNKNOWN
 */
export function thresholdsOf({maxFailed = 0, maxGapMs, allow = []}: ThresholdFlags): Thresholds {
  return {maxFailed, ...(maxGapMs === undefined ? {} : {maxGapMs}), allow: [...allowed(allow)]};
}

function bad(file: string, problems: readonly Problem[]): EastwestError {
  return new EastwestError(`${file} is not a file of thresholds`, {
    code: 'THRESHOLDS-BAD',
    details: problems.map(problemText),
    hint: `its keys are ${KEYS.join(', ')}`,
    exitCode: EXIT.usage,
  });
}
