import {EastwestError, EXIT} from '../../base/errors.js';
import type {RunBegunEvent, RunEndedEvent, RunEvent} from '../../scenario/result.js';
import {redacted} from './redact.js';
import {EVENTS} from './schema.js';

/** Everything that `events.jsonl` may hold, one a line: `run` first, `runEnded` last. */
export type RecordedEvent = RunBegunEvent | RunEvent | RunEndedEvent;

/** What may be written or shown of an event; nothing of a run reaches a file or a screen but through here. */
export function recorded<E extends RecordedEvent>(event: E): E {
  return redacted(event);
}

/** The line for an event that `recorded` has let through. */
export function eventLine(event: RecordedEvent): string {
  return `${JSON.stringify(event)}\n`;
}

export interface ReadEvents {
  readonly events: readonly RecordedEvent[];
  /** Kinds of event that this version does not know. */
  readonly unknown: readonly string[];
}

/**
 * The events of a run.
 *
 * @throws RUN-DAMAGED with file:line where a line is not what an event must be.
 */
export function readEvents(text: string, file: string): ReadEvents {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  if (lines.length === 0) throw damaged(file, 1, 'it is empty');
  const unknown = new Set<string>();
  const events = lines.flatMap((line, index): readonly RecordedEvent[] => {
    const event = eventOf(line, file, index + 1);
    if (index === 0 && event.type !== 'run')
      throw damaged(file, 1, `expected the event run, got ${event.type}; older versions wrote none`);
    const schema = EVENTS[event.type];
    if (schema === undefined) {
      unknown.add(event.type);
      return [];
    }
    const issue = schema.safeParse(event).error?.issues[0];
    if (issue !== undefined)
      throw damaged(
        file,
        index + 1,
        `${[event.type, ...issue.path].map(String).join('.')}: ${issue.message}`,
      );
    return [event as unknown as RecordedEvent];
  });
  return {events, unknown: [...unknown]};
}

function eventOf(line: string, file: string, number: number): {readonly type: string} {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw damaged(file, number, 'not JSON; was the run killed while it wrote?');
  }
  if (typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string')
    return {...value, type: value.type};
  throw damaged(file, number, 'expected an event, an object with a type');
}

function damaged(file: string, line: number, message: string): EastwestError {
  return new EastwestError(`${file}:${line}: ${message}`, {
    code: 'RUN-DAMAGED',
    hint: 'run the scenarios again, or name another run: eastwest report RUN',
    exitCode: EXIT.usage,
  });
}
