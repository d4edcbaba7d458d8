import type {Call} from '../measured.js';

/** Answered to the last byte, with a status below 400. */
export function isGood({status, error}: Pick<Call, 'status' | 'error'>): boolean {
  return error === undefined && status >= 200 && status < 400;
}
