/** Calls between the clusters that go on while the mesh is changed, and what became of them. */
export {endTraffic, startTraffic, type Traffic, type TrafficOptions} from './caller.js';
export type {FlowFigures, PhaseFigures, TrafficFigures} from './figures.js';
export {flowsOf, type Flow} from './flows.js';
export {judgeTraffic, kindsText, totalOf} from './judge.js';
export type {TrafficBounds, TrafficTotal, TrafficVerdict} from './judge.js';
export {TRAFFIC_NAMESPACE} from './manifests.js';
export type {Injection} from './namespace.js';
export {waitReplacedGone, type ReplacedOptions} from './replaced.js';
export {trafficSteps, type TrafficSetting} from './steps.js';
