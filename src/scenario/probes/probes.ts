import {call} from './call/call.js';
import {clusters} from './clusters/clusters.js';
import {endpoints} from './endpoints/endpoints.js';
import {exec} from './exec/exec.js';
import {object} from './object/object.js';
import type {Probe} from './probe.js';
import {proxyStatus} from './proxy-status/proxy-status.js';

/** Every kind of measurement, by its key in a scenario. */
export const PROBES = {call, endpoints, clusters, object, exec, proxyStatus};

export type ProbeKey = keyof typeof PROBES;
export const PROBE_KEYS = Object.keys(PROBES) as readonly ProbeKey[];

/** The kind for a key; values reach it only by way of its own schema. */
export function probeOf(key: ProbeKey): Probe<unknown> {
  return PROBES[key];
}
