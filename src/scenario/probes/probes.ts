import {addresses} from './addresses/addresses.js';
import {call} from './call/call.js';
import {canI} from './can-i/can-i.js';
import {certificates} from './certificates/certificates.js';
import {clusters} from './clusters/clusters.js';
import {configDumps} from './config-dumps/config-dumps.js';
import {endpoints} from './endpoints/endpoints.js';
import {exec} from './exec/exec.js';
import {hostCall} from './host-call/host-call.js';
import {listeners} from './listeners/listeners.js';
import {logs} from './logs/logs.js';
import {object} from './object/object.js';
import {objects} from './objects/objects.js';
import {packets} from './packets/packets.js';
import type {Probe} from './probe.js';
import {promql} from './promql/promql.js';
import {proxyStatus} from './proxy-status/proxy-status.js';
import {routes} from './routes/routes.js';
import {secret} from './secret/secret.js';
import {startedCalls} from './started-calls/started-calls.js';
import {trace} from './trace/trace.js';
import {trail} from './trail/trail.js';
import {truthTable} from './truth-table/truth-table.js';

/** Every kind of measurement, by its key in a scenario. */
export const PROBES = {
  call,
  endpoints,
  clusters,
  listeners,
  routes,
  object,
  exec,
  proxyStatus,
  logs,
  trail,
  trace,
  promql,
  packets,
  truthTable,
  certificates,
  secret,
  objects,
  canI,
  addresses,
  hostCall,
  configDumps,
  startedCalls,
};

export type ProbeKey = keyof typeof PROBES;
export const PROBE_KEYS = Object.keys(PROBES) as readonly ProbeKey[];

/** The kind for a key; values reach it only by way of its own schema. */
export function probeOf(key: ProbeKey): Probe<unknown> {
  return PROBES[key];
}
