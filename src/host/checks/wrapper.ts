import {boundingSet, CAP_SYS_RESOURCE, includes, withholdsSysResource} from '../capabilities.js';
import {fault, ok, warning, type Finding} from '../finding.js';
import type {Probes} from '../probes.js';
import {RUNTIME_NAME} from '../runtime-name.js';

const CODE = 'HOST-RUNTIME-WRAPPER';
const WHAT = 'runtime wrapper';
const PID_FILE = '/var/run/docker.pid';

/** Without CAP_SYS_RESOURCE, an engine whose default runtime is plain runc fails on every node. */
export async function wrapper({host, engine}: Pick<Probes, 'host' | 'engine'>): Promise<Finding> {
  const info = await engine;
  if (info === undefined) {
    const needed = await withholdsSysResource(host);
    return ok(CODE, WHAT, needed ? 'will be registered when the engine is started' : 'not needed');
  }
  if (info.defaultRuntime === RUNTIME_NAME)
    return ok(CODE, WHAT, `${RUNTIME_NAME} is the engine's default runtime`);
  const pid = Number.parseInt((await host.readFile(PID_FILE)) ?? '', 10);
  const set = boundingSet(Number.isNaN(pid) ? undefined : await host.readFile(`/proc/${pid}/status`));
  if (set !== undefined && includes(set, CAP_SYS_RESOURCE)) return ok(CODE, WHAT, 'not needed');
  const seen = `default runtime ${info.defaultRuntime}, CAP_SYS_RESOURCE withheld: privileged containers fail`;
  if (set !== undefined)
    return fault(
      CODE,
      WHAT,
      seen,
      `${await stopCommand(host, pid)}, then make lab starts one with the wrapper`,
    );
  // No engine of this machine's: only what we have ourselves can be seen.
  if (!(await withholdsSysResource(host))) return ok(CODE, WHAT, 'not needed');
  return warning(
    CODE,
    WHAT,
    `${seen}, if the engine has no more than this program`,
    'ask who runs the engine',
  );
}

async function stopCommand(host: Probes['host'], pid: number): Promise<string> {
  return (await host.exists('/run/systemd/system')) ? 'systemctl stop docker.socket docker' : `kill ${pid}`;
}
