import {z} from 'zod';
import {hasPart} from '../../partial.js';
import {jsonOf, shortened} from '../../probes/call/answers.js';
import {isMapping, strict} from '../../strict.js';
import type {Expectation} from '../expectation.js';

const schema = strict({
  equals: z.string().optional().describe('The whole body, less blanks at its end.'),
  contains: z.string().min(1).optional().describe('A part of the body.'),
  json: z.unknown().optional().describe('Part of the JSON in it; `[{}]` is a list with something in it.'),
})
  .refine((wanted) => Object.values(wanted).filter((part) => part !== undefined).length === 1, {
    message: 'wants one of equals, contains, json',
    when: isMapping,
  })
  .meta({
    description: 'Every call was answered with this body; one of `equals`, `contains`, `json`.',
    examples: [{equals: 'RBAC: access denied'}],
  });

type Body = z.infer<typeof schema>;

/** Every call of the batch was answered with this body. */
export const body: Expectation<'calls', Body> = {
  schema,
  judges: ['calls'],
  judge: (wanted, {calls}) => {
    const other = calls.find((call) => call.error !== undefined || !isWanted(wanted, call.body));
    const right = calls.filter((call) => call.error === undefined && isWanted(wanted, call.body)).length;
    const seen =
      other === undefined ? '' : `; another: ${other.error ?? JSON.stringify(shortened(other.body))}`;
    return {
      ok: calls.length > 0 && other === undefined,
      evidence: `${right} of ${calls.length} with body ${wantedText(wanted)}${seen}`,
      wanted: `body ${wantedText(wanted)} in all`,
    };
  },
};

function isWanted({equals, contains, json}: Body, text: string): boolean {
  if (equals !== undefined) return text.trimEnd() === equals;
  if (contains !== undefined) return text.includes(contains);
  return hasPart(jsonOf(text), json);
}

function wantedText({equals, contains, json}: Body): string {
  if (equals !== undefined) return JSON.stringify(equals);
  return contains === undefined ? `like ${JSON.stringify(json)}` : `containing ${JSON.stringify(contains)}`;
}
