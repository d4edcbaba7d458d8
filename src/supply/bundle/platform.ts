import {arch, platform} from 'node:os';
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
