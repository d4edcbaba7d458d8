/** Results in, texts out: the table for a person, JSON for programs, JUnit for CI. Pure; the caller writes the files. */
export {jsonText} from './json.js';
export {junitText} from './junit.js';
export type {RunReport} from './report.js';
export {summaryText} from './summary.js';
export {measuredText, totalsOf, totalsText} from './totals.js';
