import {fault, ok, type Finding} from '../finding.js';
import type {Probes} from '../probes.js';

const CODE = 'HOST-CGROUPS';
const WHAT = 'cgroups';
/** What Docker and kubelet account with. */
const NEEDED_V1 = ['cpu', 'cpuacct', 'cpuset', 'memory', 'devices', 'freezer', 'blkio', 'pids'];
const NEEDED_V2 = ['cpu', 'cpuset', 'memory', 'pids'];

export async function cgroups({host}: Pick<Probes, 'host'>): Promise<Finding> {
  const mounts = (await host.readFile('/proc/mounts')) ?? '';
  const v1 = mountedV1(mounts);
  if (v1.length > 0) {
    const version = / cgroup2 /.test(mounts) ? 'v1 (hybrid)' : 'v1';
    return judge(version, NEEDED_V1, v1, 'apt-get install -y cgroupfs-mount && cgroupfs-mount');
  }
  const v2 = await host.readFile('/sys/fs/cgroup/cgroup.controllers');
  if (v2 === undefined) {
    const remedy = 'apt-get install -y cgroupfs-mount && cgroupfs-mount';
    return fault(CODE, WHAT, 'no cgroup file system is mounted', remedy);
  }
  return judge('v2', NEEDED_V2, v2.trim().split(/\s+/), 'boot a kernel that has these controllers enabled');
}

/** Controllers of the mounted v1 hierarchies: they stand among the mount options. */
function mountedV1(mounts: string): readonly string[] {
  return mounts
    .split('\n')
    .map((line) => line.split(' '))
    .filter((fields) => fields[2] === 'cgroup')
    .flatMap((fields) => (fields[3] ?? '').split(','))
    .filter((option) => NEEDED_V1.includes(option));
}

function judge(version: string, needed: readonly string[], seen: readonly string[], remedy: string): Finding {
  const missing = needed.filter((controller) => !seen.includes(controller));
  if (missing.length === 0) return ok(CODE, WHAT, `${version} with ${needed.join(', ')}`);
  return fault(CODE, WHAT, `${version} without ${missing.join(', ')}`, remedy);
}
