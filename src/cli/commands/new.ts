import {existsSync, mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join, relative} from 'node:path';
import {EastwestError, EXIT, messageOf} from '../../base/errors.js';
import {newScenario, SCENARIO_ID} from '../../scenario/index.js';
import type {CommonOptions} from '../command.js';
import {openLab, PACKAGE_FOLDER} from '../open-lab.js';

interface NewOptions extends CommonOptions {
  readonly scenarios?: string;
}

export function command() {
  return async (options: NewOptions, [id = '']: readonly string[]) => {
    const {plan} = await openLab(options, 'nothing');
    if (!SCENARIO_ID.test(id)) {
      throw new EastwestError(`${id}: expected PACK/NAME in small letters, digits and hyphens`, {
        code: 'BAD-USAGE',
        exitCode: EXIT.usage,
      });
    }
    const folder = options.scenarios ?? 'scenarios';
    const file = join(folder, `${id}.yaml`);
    const schema = relative(dirname(file), join(PACKAGE_FOLDER, 'schemas/scenario.schema.json'));
    write(file, newScenario(id, plan, schema));
    process.stdout.write(`${file}\neastwest lint ${file}\neastwest run --scenarios ${folder} ${id}\n`);
    return EXIT.good;
  };
}

function write(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), {recursive: true});
    writeFileSync(file, text, {flag: 'wx'});
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST' || !existsSync(file)) {
      // A full disk takes the name of a file and not its text.
      if (existsSync(file)) rmSync(file);
      throw new EastwestError(`${file} cannot be written: ${messageOf(cause)}`, {
        code: 'SCENARIO-NOT-WRITTEN',
        exitCode: EXIT.usage,
        cause,
      });
    }
    throw new EastwestError(`${file} is there already`, {
      code: 'SCENARIO-THERE',
      hint: 'choose another name, or edit that file',
      exitCode: EXIT.usage,
      cause,
    });
  }
}
