import {basename, join} from 'node:path';
import type {Step} from '../../engine/step.js';
import {GO, GO_NAMES, type GoName} from './catalog.js';
import {recipeFolder, type GoBuild, type GoPart} from './go-part.js';
import {followLog, freshLog, goProgress} from '../follow-log.js';
import {buildArguments, keepFiles, listArguments, runGo} from './go.js';
import {finalProducts, folderProduct, lookFor, makeFolder, type Product} from '../products.js';
import type {Work} from './layout.js';

/** A part, where its products go, and what is made of them: once all of that is there, they need not be. */
export interface PlacedPart {
  readonly part: GoPart;
  /** Full path. */
  readonly folder: string;
  readonly serves: readonly Product[];
}

/** How a step is called and what it waits for. */
type Named = Pick<Step, 'id' | 'needs'>;

/** The parts of which the lab itself uses a program or file; the others only serve the node image. */
const PARTS_WITH_TOOLS: readonly GoName[] = ['kind', 'kubernetes', 'istio', 'metallb'];

/** One step for the sources of all Go parts, and one for the programs of each. */
export function goSteps(work: Work): Step[] {
  const {tools, node} = finalProducts(work);
  const {parts, go} = work.layout;
  const placed = GO_NAMES.map((name) => ({
    part: parts[name],
    folder: go[name],
    serves: PARTS_WITH_TOOLS.includes(name) ? [tools, node] : [node],
  }));
  return [
    modulesStep({id: 'supply.modules', needs: ['host.ready']}, placed, work),
    ...placed.map((one) => {
      const id = goStepId(one.part.name);
      // kind's is the shortest build, and the node's operating system waits for it.
      const needs = [one.part.name === 'kind' ? 'host.ready' : goStepId('kind')];
      return partStep({id, needs}, one, work);
    }),
  ];
}

export function goStepId(name: string): string {
  return `supply.${name}`;
}

/** Fetches what later parts need while the first one compiles: the network waits for no core. */
export function modulesStep(named: Named, placed: readonly PlacedPart[], work: Work): Step {
  const missing = async (): Promise<readonly PlacedPart[]> => {
    const looks = await Promise.all(
      placed.map(async (one) => ({one, ...(await lookFor(folderProduct(one.folder), one.serves))})),
    );
    return looks.filter(({done}) => !done).map(({one}) => one);
  };
  const builds = (some: readonly PlacedPart[]): {part: GoPart; build: GoBuild}[] =>
    some.flatMap(({part}) => part.builds.map((build) => ({part, build})));
  return {
    ...named,
    title: 'Sources of the Go programs',
    commands: builds(placed).map(({part, build}) => goCommand(part, listArguments(build))),
    deadlineMs: 120_000,
    done: async (context) => {
      for (const {part, build} of builds(await missing())) {
        const offline = {GOPROXY: 'off'};
        const there = await runGo(part, listArguments(build), {work, context, env: offline}).then(
          () => true,
          () => false,
        );
        if (context.signal.aborted || !there)
          return {done: false, seen: `sources of ${part.name} ${part.version} are missing`};
      }
      return {done: true, seen: 'all sources are there'};
    },
    run: async (context) => {
      const log = await freshLog(work, named.id.replace('supply.', ''));
      for (const {part, build} of builds(await missing())) {
        const running = runGo(part, listArguments(build), {work, context, log});
        await followLog(log, running, {describe: goProgress, work, context});
      }
    },
  };
}

/** The programs of one part, and the files that are kept beside them. */
export function partStep(named: Named, {part, folder, serves}: PlacedPart, work: Work): Step {
  return {
    ...named,
    title: `${part.name} ${part.version}: ${programsOf(part.builds).join(', ')}`,
    commands: part.builds.map((build) => goCommand(part, buildArguments(part, build, folder))),
    deadlineMs: 5000,
    lane: 'go',
    done: () => lookFor(folderProduct(folder), serves),
    run: async (context) => {
      const log = await freshLog(work, named.id.replace('supply.', ''));
      await makeFolder(folder, async (unfinished) => {
        for (const build of part.builds) {
          const running = runGo(part, buildArguments(part, build, unfinished), {work, context, log});
          await followLog(log, running, {describe: goProgress, work, context});
        }
        await keepFiles(part, unfinished, {work, context});
      });
    },
  };
}

function programsOf(builds: readonly GoBuild[]): string[] {
  return builds.flatMap(({packages, output}) =>
    output === undefined ? packages.map((p) => basename(p)) : [output],
  );
}

function goCommand(part: GoPart, args: readonly string[]): string {
  const words = args.map((word) => (word.includes(' ') ? `'${word}'` : word));
  const folder = join('images', recipeFolder(part));
  return `cd ${folder} && GOTOOLCHAIN=${GO.toolchain} CGO_ENABLED=0 go ${words.join(' ')}`;
}
