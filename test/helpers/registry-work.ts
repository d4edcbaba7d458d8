import {systemClock} from '../../src/base/clock.js';
import {dockerEngine} from '../../src/drivers/docker/docker-engine.js';
import {dockerLogins} from '../../src/drivers/docker/logins.js';
import {systemProcesses} from '../../src/drivers/process/system-processes.js';
import type {StepContext} from '../../src/engine/step.js';
import {layoutOf, type Work} from '../../src/supply/registry/layout.js';
import {untouchable} from '../fakes/drivers.js';
import {chapterPlan} from './chapter.js';
import {projectFile} from './project.js';

/** The registry supply's work against a mirror, with real Docker; nothing is downloaded. */
export function registryWork(mirror: string, cache: string, dockerConfig: string): Work {
  const source = {
    mirrors: {registry: [mirror], tools: undefined},
    catalog: projectFile('images/registry/catalog.yaml'),
    platform: 'linux-amd64' as const,
  };
  const folders = {
    images: projectFile('images'),
    workloads: projectFile('build/workloads'),
    cache,
  };
  return {
    layout: layoutOf(folders, chapterPlan().versions, source),
    drivers: {
      clock: systemClock,
      docker: dockerEngine(),
      processes: systemProcesses,
      loginFor: dockerLogins(systemProcesses, dockerConfig),
      downloads: untouchable('downloads'),
    },
  };
}

/** A step's context that keeps what is said. */
export function listening(signal = new AbortController().signal): StepContext & {readonly said: string[]} {
  const said: string[] = [];
  return {signal, say: (text) => void said.push(text), said};
}
