import type {Host} from './host.js';

/** True for Debian and what calls itself like it (`/etc/os-release`, fields ID and ID_LIKE). */
export function debianLike(osRelease: string): boolean {
  const names = osRelease
    .split('\n')
    .map((line) => /^(?:ID|ID_LIKE)=(.*)$/.exec(line)?.[1] ?? '')
    .flatMap((value) => value.replaceAll(/["']/g, '').split(' '));
  return names.includes('debian');
}

/** True when this user may install distribution packages on this machine, and we know how. */
export async function canInstall(host: Pick<Host, 'platform' | 'uid' | 'readFile'>): Promise<boolean> {
  if (host.platform !== 'linux' || host.uid !== 0) return false;
  return debianLike((await host.readFile('/etc/os-release')) ?? '');
}

/** True when an engine can be had here: it is ours to start, not one that DOCKER_HOST names elsewhere. */
export async function canHaveEngine(
  host: Pick<Host, 'platform' | 'uid' | 'readFile' | 'exists' | 'dockerHost'>,
): Promise<boolean> {
  if (host.platform !== 'linux' || host.uid !== 0 || host.dockerHost !== undefined) return false;
  if (await canInstall(host)) return true;
  const found = await Promise.all(
    ['/usr/bin', '/usr/sbin', '/usr/local/bin'].map((folder) => host.exists(`${folder}/dockerd`)),
  );
  return found.includes(true);
}
