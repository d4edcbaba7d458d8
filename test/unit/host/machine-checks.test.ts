import test from 'ava';
import {capabilities} from '../../../src/host/checks/capabilities.js';
import {cgroups} from '../../../src/host/checks/cgroups.js';
import {cores} from '../../../src/host/checks/cores.js';
import {inotify} from '../../../src/host/checks/inotify.js';
import {rights} from '../../../src/host/checks/rights.js';
import {system} from '../../../src/host/checks/system.js';
import {wrapper} from '../../../src/host/checks/wrapper.js';
import type {Level} from '../../../src/host/finding.js';
import type {Check, Probes} from '../../../src/host/probes.js';
import {ALL_CAPABILITIES, ENGINE, machine, probes, WITHOUT_SYS_RESOURCE} from '../../fakes/host.js';
import {chapterPlan, SUPPLIED} from '../../helpers/chapter.js';

interface Expected {
  readonly check: Check;
  readonly given?: Partial<Probes>;
  readonly level: Level;
  readonly seen: RegExp;
  readonly remedy?: RegExp;
}

const finds = test.macro(async (t, {check, given, level, seen, remedy}: Expected) => {
  const finding = await check(probes(given));
  t.is(finding.level, level, finding.seen);
  t.regex(finding.seen, seen);
  if (remedy === undefined) t.is(finding.remedy, undefined);
  else t.regex(finding.remedy ?? '', remedy);
});

const SELF = '/proc/self/status';
const noEngine = Promise.resolve(undefined);
const fromRegistry = chapterPlan({...SUPPLIED, supply: 'registry'});
const v1 = (controllers: string): string =>
  `tmpfs /sys/fs/cgroup tmpfs rw 0 0\ncgroup /sys/fs/cgroup/all cgroup rw,relatime,${controllers} 0 0\n`;

test('Linux on x64 is what it is built for', finds, {check: system, level: 'ok', seen: /^linux x64/});
test('the source supply builds on Linux only', finds, {
  check: system,
  given: {host: machine({platform: 'darwin', arch: 'arm64'})},
  level: 'fault',
  seen: /^darwin arm64; .* linux x64 and linux arm64/,
  remedy: /Linux virtual machine/,
});
test('other systems are warned of with another supply', finds, {
  check: system,
  given: {host: machine({platform: 'darwin'}), plan: fromRegistry},
  level: 'warning',
  seen: /darwin/,
  remedy: /Linux/,
});

test('two cores are enough', finds, {
  check: cores,
  given: {host: machine({cpus: 2})},
  level: 'ok',
  seen: /^2$/,
});
test('one core is not enough', finds, {
  check: cores,
  given: {host: machine({cpus: 1})},
  level: 'fault',
  seen: /^1; needed: 2/,
  remedy: /2 cores/,
});
test("the cores of Docker's own machine count", finds, {
  check: cores,
  given: {engine: Promise.resolve({...ENGINE, cpus: 1})},
  level: 'fault',
  seen: /^1; needed/,
  remedy: /cores/,
});

test('root may do all', finds, {check: rights, level: 'ok', seen: /^root$/});
test('debootstrap needs root', finds, {
  check: rights,
  given: {host: machine({uid: 1000})},
  level: 'fault',
  seen: /needs root/,
  remedy: /sudo make lab/,
});
test('whoever may use the engine needs no root for other supplies', finds, {
  check: rights,
  given: {host: machine({uid: 1000}), plan: fromRegistry},
  level: 'ok',
  seen: /may use the Docker engine/,
});
test('a socket that is closed to the user names the group', finds, {
  check: rights,
  given: {
    host: machine({uid: 1000, files: {'/var/run/docker.sock': ''}, usable: () => Promise.resolve(false)}),
    plan: fromRegistry,
    engine: noEngine,
  },
  level: 'fault',
  seen: /may not use/,
  remedy: /usermod -aG docker/,
});

const limits = (instances: string, watches: string) => ({
  host: machine({
    files: {
      '/proc/sys/fs/inotify/max_user_instances': instances,
      '/proc/sys/fs/inotify/max_user_watches': watches,
    },
  }),
});
test('inotify limits of a usual kernel do', finds, {
  check: inotify,
  given: limits('128\n', '192536\n'),
  level: 'ok',
  seen: /max_user_instances 128/,
});
test('a low inotify limit names the sysctl for it, and only it', finds, {
  check: inotify,
  given: limits('32\n', '192536\n'),
  level: 'warning',
  seen: /^max_user_instances 32; needed: 128$/,
  remedy: /^sysctl -w fs\.inotify\.max_user_instances=128$/,
});

test('cgroup v1 with all controllers', finds, {
  check: cgroups,
  given: {
    host: machine({files: {'/proc/mounts': v1('cpu,cpuacct,cpuset,memory,devices,freezer,blkio,pids')}}),
  },
  level: 'ok',
  seen: /^v1 with cpu/,
});
test('cgroup v1 beside v2 is called hybrid', finds, {
  check: cgroups,
  given: {
    host: machine({
      files: {
        '/proc/mounts': `${v1('cpu,cpuacct,cpuset,memory,devices,freezer,blkio,pids')}cgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0\n`,
      },
    }),
  },
  level: 'ok',
  seen: /hybrid/,
});
test('a missing controller of cgroup v1 is named', finds, {
  check: cgroups,
  given: {host: machine({files: {'/proc/mounts': v1('cpu,cpuacct,cpuset,devices,freezer,blkio,pids')}})},
  level: 'fault',
  seen: /without memory$/,
  remedy: /cgroupfs-mount/,
});
test('cgroup v2', finds, {
  check: cgroups,
  given: {
    host: machine({files: {'/sys/fs/cgroup/cgroup.controllers': 'cpuset cpu io memory hugetlb pids\n'}}),
  },
  level: 'ok',
  seen: /^v2/,
});
test('cgroup v2 without a controller', finds, {
  check: cgroups,
  given: {host: machine({files: {'/sys/fs/cgroup/cgroup.controllers': 'cpu io memory\n'}})},
  level: 'fault',
  seen: /without cpuset, pids/,
  remedy: /kernel/,
});
test('no cgroups at all', finds, {
  check: cgroups,
  level: 'fault',
  seen: /no cgroup/,
  remedy: /cgroupfs-mount/,
});

test('all capabilities', finds, {
  check: capabilities,
  given: {host: machine({files: {[SELF]: ALL_CAPABILITIES}})},
  level: 'ok',
  seen: /CAP_SYS_ADMIN and CAP_SYS_RESOURCE/,
});
test('CAP_SYS_RESOURCE withheld', finds, {
  check: capabilities,
  given: {host: machine({files: {[SELF]: WITHOUT_SYS_RESOURCE}})},
  level: 'warning',
  seen: /CAP_SYS_RESOURCE is withheld/,
  remedy: /wrapper/,
});
test('no engine can run without CAP_SYS_ADMIN', finds, {
  check: capabilities,
  given: {host: machine({files: {[SELF]: 'CapBnd:\t00000000a80425fb\n'}}), engine: noEngine},
  level: 'fault',
  seen: /CAP_SYS_ADMIN/,
  remedy: /--privileged/,
});

const engineOf = (capabilities: string, self = capabilities) => ({
  host: machine({
    files: {'/var/run/docker.pid': '77\n', '/proc/77/status': capabilities, [SELF]: self},
  }),
});
test('an engine with CAP_SYS_RESOURCE needs no wrapper, whatever we have ourselves', finds, {
  check: wrapper,
  given: engineOf(ALL_CAPABILITIES, WITHOUT_SYS_RESOURCE),
  level: 'ok',
  seen: /not needed/,
});
test('an engine without CAP_SYS_RESOURCE and without the wrapper is a fault', finds, {
  check: wrapper,
  given: engineOf(WITHOUT_SYS_RESOURCE),
  level: 'fault',
  seen: /default runtime runc/,
  remedy: /^kill 77,/,
});
test('an engine with the wrapper is fine', finds, {
  check: wrapper,
  given: {
    ...engineOf(WITHOUT_SYS_RESOURCE),
    engine: Promise.resolve({...ENGINE, defaultRuntime: 'eastwest'}),
  },
  level: 'ok',
  seen: /eastwest is the engine's default runtime/,
});
test('the wrapper will be registered with the engine that is to be started', finds, {
  check: wrapper,
  given: {...engineOf(WITHOUT_SYS_RESOURCE), engine: noEngine},
  level: 'ok',
  seen: /will be registered/,
});
