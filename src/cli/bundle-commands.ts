import type {Spec} from './spec.js';

/** The commands about bundles: what a lab is made of in one file. */
export const BUNDLE_COMMANDS: readonly Spec[] = [
  {
    name: 'bundle create',
    summary: 'write a bundle of what the lab is made of; changes nothing else',
    words: '<FILE>',
    options: [
      ['--platform <os/arch>', 'refuse unless the tools are for machines of this platform, e.g. linux/amd64'],
    ],
    json: 'print what was written as JSON',
    load: () => import('./commands/bundle-create.js'),
  },
  {
    name: 'bundle verify',
    summary: 'compare every byte of a bundle with its manifest; needs no engine',
    words: '<FILE>',
    json: 'print what was found as JSON',
    plain: true,
    load: () => import('./commands/bundle-verify.js'),
  },
  {
    name: 'bundle inspect',
    summary: 'say what a bundle holds and what it was made from; reads only its manifest',
    words: '<FILE>',
    json: 'print the manifest as JSON',
    plain: true,
    load: () => import('./commands/bundle-inspect.js'),
  },
  {
    name: 'bundle load',
    summary: 'verify a bundle, then load its images and tools; `up --supply bundle` needs no network then',
    words: '<FILE>',
    json: 'print what was loaded as JSON',
    plain: true,
    load: () => import('./commands/bundle-load.js'),
  },
];
