import {EastwestError, EXIT} from '../base/errors.js';

/** Codes of the system by which it refuses a file, and what a person can do about it. */
const REFUSALS: Readonly<
  Record<string, {readonly code: string; readonly why: string; readonly hint: string}>
> = {
  EROFS: {
    code: 'FILE-READ-ONLY',
    why: 'the file system is read-only',
    hint: 'work in a folder that can be written to',
  },
  EACCES: {code: 'FILE-NO-RIGHTS', why: 'no rights', hint: 'work in a folder of your own'},
  EPERM: {code: 'FILE-NO-RIGHTS', why: 'no rights', hint: 'work in a folder of your own'},
  ENOSPC: {
    code: 'FILE-NO-SPACE',
    why: 'no space is left',
    hint: 'free some space there; `df -h` shows where',
  },
  EDQUOT: {code: 'FILE-NO-SPACE', why: 'the quota is used up', hint: 'free some space there'},
};

/** What the system says of a file that it does not let us read or write, as an error for people; else undefined. */
export function fileRefusal(error: unknown): EastwestError | undefined {
  const {code = '', path, syscall = 'use'} = (error ?? {}) as NodeJS.ErrnoException;
  // Node says so of a folder that it is to make, with those above it, where nothing can be made.
  const known = code === 'ENOENT' && syscall === 'mkdir' ? 'EROFS' : code;
  const refusal = Object.hasOwn(REFUSALS, known) ? REFUSALS[known] : undefined;
  if (refusal === undefined || !(error instanceof Error) || error instanceof EastwestError) return undefined;
  return new EastwestError(`${syscall} ${path ?? 'a file'}: ${refusal.why}`, {
    code: refusal.code,
    hint: refusal.hint,
    exitCode: EXIT.hostUnfit,
    cause: error,
  });
}
