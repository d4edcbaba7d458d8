import {basename} from 'node:path';
import type {Labels} from '../drivers/docker/docker.js';
import {SUPPLY_LABEL} from './work.js';

/** kind's entrypoint; the container that bakes sleeps through it. */
const CHANGES = [
  'ENTRYPOINT ["/usr/local/bin/entrypoint", "/sbin/init"]',
  'CMD []',
  `LABEL ${SUPPLY_LABEL}=node`,
];

/** Name of the container in which a node image is baked. */
export function bakeContainer(node: string): string {
  return `eastwest-bake-${basename(node).replace(':', '-')}`;
}

/** What `docker` is told to bake by the bake.sh of a folder in a container of `system`; `word` is for the script. */
export function bakeArguments(container: string, folder: string, system: string, word: string): string[] {
  return [
    ...['run', '--name', container, '--label', `${SUPPLY_LABEL}=bake`, '--privileged', '--network', 'none'],
    ...['--mount', `type=bind,source=${folder},target=/in,readonly`],
    // overlayfs takes no upper directory on Docker's own overlay, but a volume will do.
    ...['--mount', 'type=volume,target=/unpack'],
    ...['--entrypoint', 'sh', system, '/in/bake.sh', word],
  ];
}

/** What `docker` is told to make a node image of that container, with labels beside the supply's own. */
export function commitArguments(container: string, image: string, labels: Labels = {}): string[] {
  const changes = [...CHANGES, ...Object.entries(labels).map(([name, value]) => `LABEL ${name}="${value}"`)];
  return ['commit', ...changes.flatMap((change) => ['--change', change]), container, image];
}
