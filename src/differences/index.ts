/** What changed between two states of the mesh: taken, made comparable, compared, recognised, judged. */
export {compare} from './compare/compare.js';
export type {Difference, Section} from './compare/difference.js';
export {allowed, allowProblem} from './judge/allow.js';
export {judge, type HopJudgement, type JudgeOptions, type StateJudgement} from './judge/judge.js';
export type {Regression} from './judge/regressions.js';
export {KNOWN_CHANGES, KNOWN_NAMES, knownOf} from './known/catalogue.js';
export type {KnownChange, Mishap} from './known/known.js';
export {knownChangesPage} from './known/page.js';
export {normalise} from './normalise/normalise.js';
export {
  STATE_NAMES,
  type ClusterIstio,
  type MeshConfiguration,
  type MeshState,
  type SetAside,
  type StateName,
} from './state.js';
export {readState, stateText} from './take/file.js';
export {takeConfiguration, takeState, type MeshReach, type TakeOptions} from './take/take.js';
