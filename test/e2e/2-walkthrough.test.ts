import {execFile} from 'node:child_process';
import {rm} from 'node:fs/promises';
import {promisify} from 'node:util';
import test from 'ava';
import {openLab} from '../../src/cli/open-lab.js';
import {loadScenarios} from '../../src/scenario/index.js';
import {projectFile, PROJECT} from '../helpers/project.js';
import {walker} from '../helpers/walker.js';

const {plan, drivers} = await openLab({lab: projectFile('ch12/lab.yaml'), supply: 'source'});
// Among them every kind of action that one types; a walk of all 29 would take a quarter of an hour.
const WALKED = ['ch12/cross-cluster-call', 'ch12/failover', 'ch12/cross-cluster-authz'];
const scenarios = loadScenarios(projectFile('scenarios'), WALKED, plan);

const BY_HAND = '  By hand:\n';

/** The lines that a screen tells one to type: between their heading and what follows them. */
function commandsOn(screen: string): readonly string[] {
  const lines = screen.slice(screen.indexOf(BY_HAND) + BY_HAND.length).split('\n');
  const end = lines.findIndex((line) => !line.startsWith('    '));
  return lines.slice(0, end).map((line) => line.trim());
}

/** Types lines into a shell such as `eastwest shell` gives. That an object is not there may be what is to be seen. */
async function typed(commands: readonly string[]): Promise<void> {
  const functions = `eval "$(node ${projectFile('build/src/main.js')} shell --print)"`;
  const script = [functions, ...commands].join('\n');
  try {
    await promisify(execFile)('bash', ['-e', '-o', 'pipefail', '-c', script], {cwd: PROJECT});
  } catch (error) {
    if (!/\(NotFound\)/.test(String(error))) throw error;
  }
}

for (const {id, pack, name} of scenarios) {
  test.serial(`${id}: what the walkthrough tells one to type works, and check sees it`, async (t) => {
    await rm(projectFile(`.eastwest/walkthrough/${pack}-${name}.json`), {force: true});
    const walk = await walker(id, '--lang', 'en');
    t.teardown(async () => {
      if (!walk.ended()) await walk.type('reset');
      await walk.leave();
    });
    let screen = walk.greeting;
    while (!walk.ended()) {
      const commands = commandsOn(screen);
      t.true(commands.length > 0, screen);
      await t.notThrowsAsync(typed(commands), commands.join('\n'));
      // As a person does, until what was changed has reached the proxies.
      for (let look = 0; look < 30; look++) {
        screen = await walk.type('check');
        if (walk.ended() || screen.includes(BY_HAND)) break;
        await drivers.clock.sleep(1000);
      }
      t.true(walk.ended() || screen.includes(BY_HAND), screen);
      t.log(commands.join('\n'));
    }
    t.regex(screen, new RegExp(`✓ Passed: ${id}`));
    t.is(await walk.leave(), 0);
  });
}
