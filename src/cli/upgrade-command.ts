import type {Spec} from './spec.js';

/** The command that moves the mesh to another version of Istio. */
export const UPGRADE_COMMAND: Spec = {
  name: 'upgrade',
  summary:
    'move the mesh to another version of Istio, one cluster after the other, and judge it; alone it goes on with a hop that was broken off',
  options: [
    ['--to <version>', 'the version to go to, up or down'],
    [
      '--strategy <canary|in-place>',
      'by a second control plane and tags, or over the one that is there; canary',
    ],
    ['--order <clusters>', 'which cluster first, e.g. east,west; by default that of the lab file'],
    ['--hold <duration>', 'how long the mesh stays mixed after the first cluster; 10s'],
    ['--rollback', 'go back at the end; alone: go back with the hop that is under way'],
    ['--check', 'only say what was found before it, known breakers by name; changes nothing'],
    ['--pack <pack>', 'run these scenarios before, mixed, after and back; may be repeated', 'many'],
    ['--rate <calls>', 'calls per second between the clusters during the hop; 100'],
    ['--scenarios <dir>', 'folder of scenario packs'],
    ['--max-failed <count>', 'so many calls may fail; 0'],
    ['--max-gap-ms <ms>', 'so long there may be no good answer; not judged by default'],
    ['--allow <name>', 'a known change that may come, of docs/known-changes.md; may be repeated', 'many'],
    ['--thresholds <file>', 'the same three in YAML: max-failed, max-gap-ms, allow'],
  ],
  json: 'print the verdict, or with --check the findings, as JSON',
  // It holds the lab by itself: bad usage is told at any time, and that somebody else is at work is a refusal.
  load: () => import('./commands/upgrade.js'),
};
