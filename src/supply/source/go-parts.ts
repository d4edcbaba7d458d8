import {basename, join} from 'node:path';
import type {Step} from '../../engine/step.js';
import {GO, GO_PARTS, type GoBuild, type GoName} from './catalog.js';
import {followLog, freshLog, goProgress} from '../follow-log.js';
import {buildArguments, keepFiles, listArguments, runGo} from './go.js';
import {finalProducts, folderProduct, lookFor, makeFolder, type Product} from '../products.js';
import type {Work} from './layout.js';

const NAMES = Object.keys(GO_PARTS) as GoName[];

/** The parts of which the lab itself uses a program or file; the others only serve the node image. */
const PARTS_WITH_TOOLS: readonly GoName[] = ['kind', 'kubernetes', 'istio', 'metallb'];

/** One step for the sources of all Go parts, and one for the programs of each. */
export function goSteps(work: Work): Step[] {
  return [modulesStep(work), ...NAMES.map((name) => partStep(name, work))];
}

export function goStepId(name: GoName): string {
  return `supply.${name}`;
}

export function goProduct(name: GoName, {layout}: Work): Product {
  return folderProduct(layout.go[name]);
}

function serves(name: GoName, work: Work): readonly Product[] {
  const {tools, node} = finalProducts(work);
  return PARTS_WITH_TOOLS.includes(name) ? [tools, node] : [node];
}

/** Fetches what later parts need while the first one compiles: the network waits for no core. */
function modulesStep(work: Work): Step {
  const missing = async (): Promise<GoName[]> => {
    const looks = await Promise.all(
      NAMES.map(async (name) => ({name, ...(await lookFor(goProduct(name, work), serves(name, work)))})),
    );
    return looks.filter(({done}) => !done).map(({name}) => name);
  };
  const builds = (names: readonly GoName[]): {name: GoName; build: GoBuild}[] =>
    names.flatMap((name) => GO_PARTS[name].builds.map((build) => ({name, build})));
  return {
    id: 'supply.modules',
    title: 'Sources of the Go programs',
    needs: ['host.ready'],
    commands: builds(NAMES).map(({name, build}) => goCommand(name, listArguments(build))),
    deadlineMs: 120_000,
    done: async (context) => {
      for (const {name, build} of builds(await missing())) {
        const offline = {GOPROXY: 'off'};
        const there = await runGo(GO_PARTS[name], listArguments(build), {work, context, env: offline}).then(
          () => true,
          () => false,
        );
        if (context.signal.aborted || !there) return {done: false, seen: `sources of ${name} are missing`};
      }
      return {done: true, seen: 'all sources are there'};
    },
    run: async (context) => {
      const log = await freshLog(work, 'modules');
      for (const {name, build} of builds(await missing())) {
        const running = runGo(GO_PARTS[name], listArguments(build), {work, context, log});
        await followLog(log, running, {describe: goProgress, work, context});
      }
    },
  };
}

function partStep(name: GoName, work: Work): Step {
  const part = GO_PARTS[name];
  const folder = work.layout.go[name];
  return {
    id: goStepId(name),
    title: `${name} ${part.version}: ${programsOf(part.builds).join(', ')}`,
    // kind's is the shortest build, and the node's operating system waits for it.
    needs: [name === 'kind' ? 'host.ready' : goStepId('kind')],
    commands: part.builds.map((build) => goCommand(name, buildArguments(part, build, folder))),
    deadlineMs: 5000,
    lane: 'go',
    done: () => lookFor(goProduct(name, work), serves(name, work)),
    run: async (context) => {
      const log = await freshLog(work, name);
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

function goCommand(name: GoName, args: readonly string[]): string {
  const words = args.map((word) => (word.includes(' ') ? `'${word}'` : word));
  return `cd ${join('images', name)} && GOTOOLCHAIN=${GO.toolchain} CGO_ENABLED=0 go ${words.join(' ')}`;
}
