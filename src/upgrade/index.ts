/** Hops between Istio versions: what is refused, the steps, the phases, the verdict. */
export {
  hopText,
  isJudged,
  movePhase,
  movesOf,
  statePhase,
  STRATEGIES,
  type Hop,
  type HopStage,
  type StateName,
  type Strategy,
} from './hop.js';
export type {Change, HopEvent, HopParts, HopTraffic, HopVerdict, Reason, StatesJudged} from './hop-parts.js';
export {installedIstio} from './installed.js';
export {hopUnderWay, noteHop, type HopNote} from './note.js';
export {faultsOf, precheck, refusalOf} from './precheck/precheck.js';
export type {CheckRow} from './precheck/row.js';
export {lookClusters} from './precheck/seen.js';
export {recordOf, type HopRecord} from './record.js';
export {refuseWhileHopping, underWay} from './refuse.js';
export {runHop, type HopJob} from './run-hop.js';
export {readThresholds, thresholdsOf, type Thresholds} from './thresholds.js';
export {revisionFor} from './versions.js';
