/** A run's events in, texts out: HTML, the table for a person, JSON for programs, JUnit for CI. Pure. */
export {eventLine, readEvents, recorded} from './events/events.js';
export {redacted} from './events/redact.js';
export {storyOf, type RunStory} from './events/story.js';
export {
  cellRecordSchema,
  matrixJsonSchema,
  type Cell,
  type CellEnd,
  type CellRecord,
  type HopSummary,
  type Matrix,
} from './hops/cell.js';
export {hopPage, type HopReport} from './hops/hop-page.js';
export {hopJunit, matrixJunit} from './hops/junit.js';
export {hopMarkdown, matrixMarkdown} from './hops/markdown.js';
export {matrixDoc} from './hops/matrix-doc.js';
export {matrixPage} from './hops/matrix-page.js';
export {matrixHeadline, matrixOf, type MatrixReport} from './hops/matrix.js';
export {readCellRecord, readHopRecord, readMatrix} from './hops/read.js';
export {hopJsonSchema, type HopTold, type Reason, type Senses} from './hops/record.js';
export {cellLine, matrixRows, PHASE_HEADER, phaseRows, type Rows} from './hops/rows.js';
export {outcomeOf, summaryOf} from './hops/summary.js';
export {durationText, hopWords, reasonTexts, scenariosText, wayWords} from './hops/words.js';
export {compareText} from './html/compare-page.js';
export {quantile} from './html/numbers.js';
export {htmlText} from './html/run-page.js';
export {jsonText, resultsOf} from './json.js';
export {junitText} from './junit.js';
export type {RunReport} from './report.js';
export {resultsJsonSchema} from './results-schema.js';
export {summaryText} from './summary.js';
export {measuredText, totalsOf, totalsText} from './totals.js';
