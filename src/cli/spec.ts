import type {ExitCode} from '../base/errors.js';
import type {CommandContext, CommonOptions} from './command.js';

/** A command at work; resolves to the exit code. */
export type Action = (
  options: CommonOptions & Readonly<Record<string, unknown>>,
  words: readonly string[],
) => Promise<ExitCode>;

interface CommandModule {
  readonly command: (context: CommandContext) => Action;
}

/** A command as the command line has it. */
export interface Spec {
  /** One word, or a group's name and a word of it. */
  readonly name: string;
  readonly summary: string;
  readonly words?: string;
  /** Flags and what they mean; one that is `many` may be given several times. */
  readonly options?: readonly (readonly [string, string, 'many'?])[];
  readonly json?: string;
  /** True where it is about no lab, and takes none of the options that all others share. */
  readonly plain?: true;
  /**
   * What nobody else may work on meanwhile: the lab's names, and where it is made also the cache that labs are made
   * from. Without it the command only looks.
   */
  readonly holds?: 'lab' | 'lab and supply';
  /** Loaded when it is called: `--help` need not read a Kubernetes client. */
  readonly load: () => Promise<CommandModule>;
}

/** The option of every command that speaks to people. */
export const LANG = [
  '--lang <en|ko>',
  'language of the explanations; by default that of the environment',
] as const;

/** The option of every command that would otherwise bring about an engine. */
export const NO_INSTALL = ['--no-install', 'do not install or start a Docker engine'] as const;

/** An option of every command that is about a lab. */
export interface LabOption {
  readonly flags: string;
  readonly text: string;
  /** What holds where nothing is said. */
  readonly usual?: string;
  /** It may be given several times. */
  readonly many?: true;
}

export const LAB_OPTIONS: readonly LabOption[] = [
  {flags: '--lab <file>', text: 'the lab file', usual: 'ch12/lab.yaml'},
  {
    flags: '--supply <auto|source|registry|bundle>',
    text: 'where tools and images come from',
    usual: 'auto',
  },
  {flags: '--istio <version>', text: "Istio's version in place of the lab file's"},
  {
    flags: '--registry-mirror <mirror>',
    text: 'HOST[:PORT][/PATH] that images are pulled from, or REGISTRY=HOST[:PORT][/PATH]; may be repeated',
    many: true,
  },
  {
    flags: '--tools-mirror <url>',
    text: "URL that tools are fetched from: below it come the publisher's host and path",
  },
  {flags: '--tools-ca <file>', text: 'PEM of a CA that the tools may come by, beside the known ones'},
  {flags: '--catalog <file>', text: 'a catalog of the registry supply in place of ours'},
];
