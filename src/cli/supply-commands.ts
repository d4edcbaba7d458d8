import {NO_INSTALL, type Spec} from './spec.js';

/** The commands about what labs are made of. */
export const SUPPLY_COMMANDS: readonly Spec[] = [
  {
    name: 'supply bake',
    summary: 'fetch or build the tools and images, and bake them, without making the lab',
    options: [NO_INSTALL],
    json: 'print what was made as JSON',
    holds: 'lab and supply',
    load: () => import('./commands/supply-bake.js'),
  },
  {
    name: 'supply build',
    summary: 'build further versions of Istio, for a lab to hop to: istioctl and the two images of each',
    options: [['--istio <version>', 'which one; may be repeated', 'many'], NO_INSTALL],
    json: 'print what was built as JSON',
    plain: true,
    // It holds the cache by itself, once it knows what to build: bad usage is told at any time.
    load: () => import('./commands/supply-build.js'),
  },
];
