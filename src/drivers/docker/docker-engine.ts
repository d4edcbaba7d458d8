import {archiveCalls} from './archives.js';
import {containerCalls} from './containers.js';
import type {Docker} from './docker.js';
import {ask, engineClient, isUnreachable} from './engine.js';
import {execCall} from './exec.js';
import {fileCalls} from './files.js';
import {imageCalls} from './images.js';
import {networkCalls} from './networks.js';
import {pullCall} from './pulls.js';
import type Dockerode from 'dockerode';
import {EastwestError, throwIfInterrupted} from '../../base/errors.js';

/** The Docker engine of this machine; nothing is asked of it before the first call. */
export function dockerEngine(): Docker {
  const engine = engineClient();
  return {
    info: async (signal) => {
      try {
        const info = await ask('ask the engine', () => infoCall(engine, signal));
        return {
          version: String(info['ServerVersion']),
          rootDir: String(info['DockerRootDir']),
          cgroupDriver: String(info['CgroupDriver']),
          defaultRuntime: String(info['DefaultRuntime']),
          platform: {os: String(info['OSType']), architecture: architectureOf(info)},
          cpus: Number(info['NCPU']),
          memoryBytes: Number(info['MemTotal']),
        };
      } catch (error) {
        throwIfInterrupted(signal);
        if (error instanceof EastwestError && isUnreachable(error.cause)) return undefined;
        throw error;
      }
    },
    ...containerCalls(engine),
    exec: execCall(engine),
    ...fileCalls(engine),
    ...networkCalls(engine),
    ...imageCalls(engine),
    pullImage: pullCall(engine),
    ...archiveCalls(engine),
  };
}

type Info = Record<string, unknown>;

function infoCall(engine: Dockerode, abortSignal: AbortSignal): Promise<Info> {
  // The library takes options here; its types do not know it.
  const {info} = engine as unknown as {info(options: {abortSignal: AbortSignal}): Promise<Info>};
  return info.call(engine, {abortSignal});
}

/** The kernel's word for it, in Go's. */
function architectureOf({Architecture: name}: Info): string {
  const words: Record<string, string> = {x86_64: 'amd64', aarch64: 'arm64'};
  return words[String(name)] ?? String(name);
}
