import type {RunReport} from './report.js';
import {totalsOf} from './totals.js';

/** The run for programs; `format` is raised when a field changes its meaning or goes. */
export function jsonText(report: RunReport): string {
  const {results, ...run} = report;
  return `${JSON.stringify({format: 1, ...run, totals: totalsOf(results), results}, null, 2)}\n`;
}
