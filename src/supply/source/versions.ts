import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {EastwestError, EXIT} from '../../base/errors.js';
import {versionsText} from '../../base/version.js';
import type {Versions} from '../../lab/lab.js';
import type {SupplyFolders} from '../work.js';
import {COMMON_PARTS, partsFor} from './catalog.js';
import {hashesOf} from './hashes.js';
import {istioAlone} from './istio-alone.js';
import {ISTIO_VERSIONS} from './istio-releases.js';
import {toolsFolder} from './layout.js';

/** The versions that the source supply can build. */
const BUILDABLE: Readonly<Record<keyof Versions, readonly string[]>> = {
  istio: ISTIO_VERSIONS,
  kubernetes: [COMMON_PARTS.kubernetes.version],
  metallb: [COMMON_PARTS.metallb.version],
};

/**
 * Refuses versions that cannot be built, all at once, each with those that can, the nearest of them, and the versions
 * of Istio that are built on this machine.
 *
 * @throws SUPPLY-UNKNOWN-VERSION
 */
export function checkVersions(versions: Partial<Versions>, folders: SupplyFolders): void {
  const wrong = (Object.keys(BUILDABLE) as (keyof Versions)[]).flatMap((what) => {
    const version = versions[what];
    return version === undefined || BUILDABLE[what].includes(version) ? [] : [{what, version}];
  });
  if (wrong.length === 0) return;
  const found = wrong.map(
    ({what, version}) => `${what} ${version} (it has ${versionsText(version, BUILDABLE[what])})`,
  );
  const built = ISTIO_VERSIONS.filter((version) => isBuilt(version, folders));
  const there =
    built.length === 0 ? '' : `; Istio ${built.join(', ')} ${built.length === 1 ? 'is' : 'are'} built`;
  throw new EastwestError(`the source supply does not have ${found.join(', ')}`, {
    code: 'SUPPLY-UNKNOWN-VERSION',
    hint: `correct --istio, or spec.versions in the lab file${there}`,
    exitCode: EXIT.usage,
  });
}

/** Whether its istioctl is here, by itself or among the tools of a lab. */
function isBuilt(version: string, folders: SupplyFolders): boolean {
  const tools = toolsFolder(folders, hashesOf(folders, partsFor(version)));
  return [istioAlone(folders, version).istioctl, join(tools, 'istioctl')].some((file) => existsSync(file));
}
