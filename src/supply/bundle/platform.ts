import {arch, platform} from 'node:os';
import {EastwestError, EXIT} from '../../base/errors.js';
import type {Platform} from './manifest.js';

/** Node's words for an architecture, where Go has another one. */
const ARCHITECTURES: Readonly<Record<string, string>> = {x64: 'amd64', ia32: '386'};

/** What programs of this machine are built for. */
export function hostPlatform(): Platform {
  return {os: platform(), architecture: ARCHITECTURES[arch()] ?? arch()};
}

export function platformText({os, architecture}: Platform): string {
  return `${os}/${architecture}`;
}

/**
 * Refuses to make a bundle for other machines than these tools are for. The images say nothing of that: on macOS they
 * are for Linux as well.
 *
 * @throws BUNDLE-PLATFORM
 */
export function refusePlatform(wanted: string | undefined, tools = hostPlatform()): void {
  const found = platformText(tools);
  if (wanted === undefined || wanted === found) return;
  throw new EastwestError(`the tools that are here are for ${found}, not for ${wanted}`, {
    code: 'BUNDLE-PLATFORM',
    hint: `make the bundle on a machine of ${wanted}`,
    exitCode: EXIT.usage,
  });
}
