/** Every hop between versions of Istio, by every way: which cells there are, in which order, and the walk through them. */
export {aboutSeconds} from './about.js';
export {cellsOf, type MatrixFacts} from './cells.js';
export {chosenCells, type CellChoice} from './choose.js';
export {matrixFolder, putAside} from './folder.js';
export {trailOf, type Turn} from './trail.js';
export {
  reasonOf,
  walkMatrix,
  type HopEnd,
  type MatrixEvent,
  type MatrixLab,
  type MatrixStore,
} from './walk.js';
