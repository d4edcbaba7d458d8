/** A run's events in, texts out: HTML, the table for a person, JSON for programs, JUnit for CI. Pure. */
export {eventLine, readEvents, recorded} from './events/events.js';
export {redacted} from './events/redact.js';
export {storyOf, type RunStory} from './events/story.js';
export {compareText} from './html/compare-page.js';
export {quantile} from './html/numbers.js';
export {htmlText} from './html/run-page.js';
export {jsonText, resultsOf} from './json.js';
export {junitText} from './junit.js';
export type {RunReport} from './report.js';
export {resultsJsonSchema} from './results-schema.js';
export {summaryText} from './summary.js';
export {measuredText, totalsOf, totalsText} from './totals.js';
