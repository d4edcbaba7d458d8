import {join, relative} from 'node:path';
import type {Plan} from '../plan/plan.js';

/** Shell words of which the last ones may be quoted; `kwest` and `iwest` are the functions of `eastwest shell`. */
export function shellLine(...words: readonly string[]): string {
  return words.map(shellWord).join(' ');
}

/** Quoted only where the shell would read it otherwise. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** A file of the lab as one types it from the folder one is in. */
export function labFile({folder}: Plan, file: string): string {
  return join(relative('.', folder), file);
}
