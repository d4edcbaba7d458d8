import {HopelessError} from '../base/wait-for.js';
import {LAB_LABEL, type Plan} from './plan.js';

/** The labels of all that this lab makes in Docker. */
export function labLabels(plan: Plan): Readonly<Record<string, string>> {
  return {[LAB_LABEL]: plan.lab};
}

/** Refuses to go on with a thing of the same name that this lab did not make. */
export function refuseForeign(
  plan: Plan,
  what: string,
  labels: Readonly<Record<string, string>>,
  remedy: string,
): void {
  const owner = labels[LAB_LABEL];
  if (owner === plan.lab) return;
  const made = owner === undefined ? 'was not made by eastwest' : `belongs to the lab ${owner}`;
  throw new HopelessError(`${what} ${made}; it is left as it is`, {code: 'LAB-FOREIGN', hint: remedy});
}
