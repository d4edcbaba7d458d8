import type {Call} from '../../measured.js';

/** What is counted of each call. */
export const ANSWER_KINDS = ['body', 'status', 'servedBy'] as const;
export type AnswerKind = (typeof ANSWER_KINDS)[number];

const SHOWN_CHARACTERS = 60;

/** What a call answered, in the words that a scenario counts. */
export function answerOf(call: Call, by: AnswerKind): string {
  if (call.error !== undefined) return `no answer (${call.error})`;
  if (by === 'status') return String(call.status);
  if (by === 'servedBy') return call.headers['x-served-by']?.split('@')[0] ?? `status ${call.status}`;
  if (call.status >= 400) return `status ${call.status}${proxyReason(call.body)}`;
  return bodyFieldOf(call.body) ?? shortened(call.body.trim());
}

/** Why Envoy itself answered with an error: its text says more than the status, of which many things are the cause. */
export function proxyReason(body: string): string {
  const [, reason] = /reset reason: ([\w ]+)/.exec(body) ?? /^(no healthy upstream)$/.exec(body.trim()) ?? [];
  return reason === undefined ? '' : ` (${reason})`;
}

/** The field `body` of a JSON reply, where the sample backends carry their greeting. */
export function bodyFieldOf(text: string): string | undefined {
  const value = jsonOf(text);
  if (typeof value !== 'object' || value === null || !('body' in value)) return undefined;
  return typeof value.body === 'string' ? value.body : JSON.stringify(value.body);
}

/** The value of a JSON text; undefined where it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

export function shortened(text: string): string {
  return text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS)}…`;
}
