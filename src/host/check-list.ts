import type {Plan} from '../plan/plan.js';
import {debootstrap, pip} from './checks/builders.js';
import {capabilities} from './checks/capabilities.js';
import {cgroups} from './checks/cgroups.js';
import {client} from './checks/client.js';
import {cores} from './checks/cores.js';
import {cacheDisk, dockerDisk} from './checks/disk.js';
import {engine} from './checks/engine.js';
import {folders} from './checks/folders.js';
import {foreignClient, foreignClusters, foreignNetwork} from './checks/foreign.js';
import {go} from './checks/go.js';
import {inotify} from './checks/inotify.js';
import {kubeconfigs} from './checks/kubeconfigs.js';
import {memory} from './checks/memory.js';
import {ports} from './checks/ports.js';
import {proxy} from './checks/proxy.js';
import {rights} from './checks/rights.js';
import {subnet} from './checks/subnet.js';
import {system} from './checks/system.js';
import {wrapper} from './checks/wrapper.js';
import type {Host} from './host.js';
import type {Check} from './probes.js';

/** The checks that mean something for this plan on this platform, the most basic first. */
export function checksFor(plan: Plan, {platform}: Pick<Host, 'platform'>): readonly Check[] {
  return [
    system,
    engine,
    client,
    rights,
    cores,
    memory,
    dockerDisk,
    cacheDisk,
    folders,
    // Elsewhere, Docker's own machine decides on these.
    ...(platform === 'linux' ? [inotify, cgroups, capabilities, wrapper] : []),
    ...(plan.supplied.supply === 'source' ? [go, debootstrap, pip] : []),
    ports,
    foreignClusters,
    foreignClient,
    foreignNetwork,
    subnet,
    proxy,
    kubeconfigs,
  ];
}

/** Those that mean something where versions of Istio are built and no lab is made. */
export function buildChecksFor({platform}: Pick<Host, 'platform'>): readonly Check[] {
  return [
    ...[system, engine, client, rights, cores, memory, dockerDisk, cacheDisk],
    ...(platform === 'linux' ? [capabilities, wrapper] : []),
    ...[go, debootstrap, pip],
  ];
}
