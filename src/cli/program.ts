import {Command, CommanderError} from 'commander';
import {EXIT, type ExitCode} from '../base/errors.js';
import type {CommandContext, CommonOptions} from './command.js';
import {BUNDLE_COMMANDS} from './bundle-commands.js';
import {FAULT_COMMANDS} from './fault-commands.js';
import {LAB_OPTIONS, LANG, NO_INSTALL, type Action, type Spec} from './spec.js';
import {MATRIX_COMMAND} from './matrix-command.js';
import {SUPPLY_COMMANDS} from './supply-commands.js';
import {UPGRADE_COMMAND} from './upgrade-command.js';

const SCENARIOS = ['--scenarios <dir>', 'folder of scenario packs'] as const;

/** What the commands of a group have in common. */
const GROUPS: Readonly<Record<string, string>> = {
  bundle: 'all that a lab is made of in one file, for rooms without network',
  supply: 'the tools and images that labs are made of, and further versions of Istio',
};

/** Every command with its options. */
export const COMMANDS: readonly Spec[] = [
  {
    name: 'doctor',
    summary: 'check whether this host is fit for the lab; changes nothing',
    json: 'print the findings as JSON',
    load: () => import('./commands/doctor.js'),
  },
  {
    name: 'plan',
    summary: 'print what `up` would make, step by step, with the commands that a person would type',
    json: 'print the plan as JSON',
    load: () => import('./commands/plan.js'),
  },
  {
    name: 'up',
    summary: 'make the lab, or what is missing of it',
    options: [NO_INSTALL],
    json: 'print what was made as JSON',
    holds: 'lab and supply',
    load: () => import('./commands/up.js'),
  },
  ...SUPPLY_COMMANDS,
  {
    name: 'status',
    summary: 'say of every step whether the world has it; changes nothing',
    json: 'print the status as JSON',
    load: () => import('./commands/status.js'),
  },
  {
    name: 'explain',
    summary: 'say why the mesh does not work: cause, evidence of every cluster, remedy; changes nothing',
    options: [['--evidence', 'show what was seen of every check, not only of the one that failed']],
    json: 'print checks and finding as JSON',
    load: () => import('./commands/explain.js'),
  },
  {
    name: 'run',
    summary: 'run scenarios and judge them',
    words: '[PACK|PACK/NAME...]',
    options: [
      SCENARIOS,
      ['--only <choice>', 'only these: NAME, PACK/NAME or a label KEY=VALUE; may be repeated', 'many'],
      ['--skip <choice>', 'not these; as --only', 'many'],
      ['--set <name=value>', 'a value for a variable of the scenarios; may be repeated', 'many'],
      LANG,
    ],
    json: 'print the results as JSON',
    // It holds the lab by itself, once it knows what to do there: bad usage is told at any time.
    load: () => import('./commands/run.js'),
  },
  {
    name: 'lint',
    summary: 'check scenario files without a lab; changes nothing',
    words: '[FILE...]',
    options: [SCENARIOS],
    json: 'print what was found as JSON',
    load: () => import('./commands/lint.js'),
  },
  {
    name: 'new',
    summary: 'write a commented scenario file to begin with',
    words: '<PACK/NAME>',
    options: [SCENARIOS],
    load: () => import('./commands/new.js'),
  },
  {
    name: 'report',
    summary: 'make the reports of a run again from its events; the latest run unless one is named',
    words: '[RUN...]',
    options: [['--compare', 'write a page that shows two runs side by side'], LANG],
    load: () => import('./commands/report.js'),
  },
  {
    name: 'walkthrough',
    summary: 'go through scenarios step by step, doing them by hand or having them done',
    words: '<PACK|PACK/NAME...>',
    options: [SCENARIOS, LANG],
    // It holds the lab by itself, once it knows what to do there: bad usage is told at any time.
    load: () => import('./commands/walkthrough.js'),
  },
  ...FAULT_COMMANDS,
  UPGRADE_COMMAND,
  MATRIX_COMMAND,
  {
    name: 'shell',
    summary: 'open a shell with kwest, keast, iwest, ieast and the like',
    options: [['--print', 'print the shell functions instead']],
    load: () => import('./commands/shell.js'),
  },
  {
    name: 'open',
    summary: 'show webapp, kiali, grafana, prometheus or jaeger in a browser, by a published port',
    words: '<what>',
    options: [['--cluster <name>', 'which cluster; by default the first']],
    json: 'print where it is as JSON',
    load: () => import('./commands/open.js'),
  },
  {
    name: 'stop',
    summary: 'keep the lab for another day: its nodes are frozen, nothing is removed',
    options: [
      ['--release-memory', 'end the nodes, which gives their memory back; to start takes longer then'],
    ],
    json: 'print what was stopped as JSON',
    holds: 'lab',
    load: () => import('./commands/stop.js'),
  },
  {
    name: 'start',
    summary: 'go on with a lab that was stopped, with the addresses that it had; makes nothing',
    json: 'print what was started as JSON',
    holds: 'lab',
    load: () => import('./commands/start.js'),
  },
  {
    name: 'down',
    summary: 'remove all that was made for the lab; what was built and downloaded stays',
    json: 'print what was removed as JSON',
    holds: 'lab',
    load: () => import('./commands/down.js'),
  },
  ...BUNDLE_COMMANDS,
];

const EPILOGUE = `
Exit codes: 0 good, 1 a scenario failed (explain: a finding, upgrade and matrix: a regression), 2 bad usage or file (explain: no look, upgrade: refused), 3 the host is not fit,
4 the lab could not be made, 130 interrupted. Results go to stdout, progress to stderr.`;

/** Gathers an option that may be given several times. */
function listed(one: string, all: readonly string[]): readonly string[] {
  return [...all, one];
}

/** Reads the command line and runs the command; resolves to the exit code. */
export async function runProgram(argv: readonly string[], context: CommandContext): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.good;
  const program = new Command('eastwest')
    .description(
      'A local lab for multi-cluster service meshes: two kind clusters, one Istio mesh, judged scenarios.',
    )
    .version(context.version)
    .addHelpText('after', EPILOGUE)
    .exitOverride();
  const groups = new Map<string, Command>();
  for (const {name, summary, words, options = [], json, plain, holds, load} of COMMANDS) {
    const [last = name, group] = name.split(' ').reverse();
    const command = parentOf(group, program, groups)
      .command(words === undefined ? last : `${last} ${words}`)
      .description(summary);
    if (plain === undefined) {
      for (const {flags, text, usual, many} of LAB_OPTIONS) {
        if (many === undefined) command.option(flags, text, usual);
        else command.option(flags, text, listed, []);
      }
    }
    if (json !== undefined) command.option('--json', json, false);
    for (const [flags, text, many] of options) {
      if (many === undefined) command.option(flags, text);
      else command.option(flags, text, listed, []);
    }
    command.action(async (...typed: unknown[]) => {
      const wanted = words === undefined ? [] : [(typed[0] ?? []) as string | string[]].flat();
      const given = command.opts<Parameters<Action>[0]>();
      const act = async (): Promise<ExitCode> => (await load()).command(context)(given, wanted);
      exitCode = holds === undefined ? await act() : await held({name, holds, given, wanted}, context, act);
    });
  }
  try {
    await program.parseAsync([...argv], {from: 'user'});
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT.good : EXIT.usage;
  }
  return exitCode;
}

interface Held extends Pick<Spec, 'name'> {
  readonly holds: 'lab' | 'lab and supply';
  readonly given: CommonOptions;
  readonly wanted: readonly string[];
}

async function held(
  {name, holds, given, wanted}: Held,
  {signal}: CommandContext,
  act: () => Promise<ExitCode>,
): Promise<ExitCode> {
  const {holdLab} = await import('./hold-lab.js');
  const command = [name, ...wanted].join(' ');
  return holdLab(given, {command, signal, making: holds === 'lab and supply'}, act);
}

/** The command of a group, made when its first word is; without a group the program itself. */
function parentOf(group: string | undefined, program: Command, groups: Map<string, Command>): Command {
  if (group === undefined) return program;
  const parent = groups.get(group) ?? program.command(group).description(GROUPS[group] ?? '');
  groups.set(group, parent);
  return parent;
}
