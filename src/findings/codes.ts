import {FINDINGS, type FindingCode} from './catalogue.js';
import type {CheckId} from './checks.js';

export type {FindingCode};

/** A check of the chain, by its name. */
export type CheckName = CheckId;

/** Which check of the chain finds it. */
export function checkOf(code: FindingCode): CheckName {
  return FINDINGS[code].check;
}
