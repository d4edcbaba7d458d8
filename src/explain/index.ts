/** Why the mesh does not work: a chain of checks in the order of cause, up to the first that fails. */
export {explain, type ExplainOptions} from './explain.js';
export {LOOK_MS, type LabReach} from './scene.js';
