/** Hops between Istio versions: what is refused, the steps, the phases, the verdict. */
export {refuseWhileHopping} from './refuse.js';
