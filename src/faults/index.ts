/** Known ways to break the lab on purpose, and to put it back. */
export {faultNamed, faultRows, FAULTS, faultsFor, linkOf, seeLines} from './catalogue.js';
export {chosen, seedOf, SEEDS} from './choose.js';
export type {Fault, FaultRow} from './fault.js';
export {readPlanted, writePlanted, type Planted} from './journal.js';
export {labState, stateHash} from './lab-state.js';
export {mend, type Mended} from './mend.js';
export {plant, siteOf} from './plant.js';
export {plantedError, refuseWhilePlanted} from './refuse.js';
