import {z} from 'zod';
import {withoutOwnFormats} from '../base/json-schema.js';
import {labSchema} from './schema.js';

/** The JSON Schema of lab files, from the same source as the parser. */
export function labJsonSchema(): object {
  return z.toJSONSchema(labSchema, {target: 'draft-7', io: 'input', override: withoutOwnFormats});
}
