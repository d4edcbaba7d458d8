import {execFile} from 'node:child_process';
import {chmod, mkdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {promisify} from 'node:util';
import test, {type ExecutionContext} from 'ava';
import {systemProcesses} from '../../src/drivers/process/system-processes.js';
import {buildWrapper} from '../../src/host/runtime-wrapper.js';
import {systemHost} from '../../src/host/system-host.js';
import {projectFile} from '../helpers/project.js';
import {tempFolder} from '../helpers/temp-folder.js';

const run = promisify(execFile);
const CAPABILITIES = ['CAP_CHOWN', 'CAP_SYS_RESOURCE', 'CAP_SYS_ADMIN'];
const PROCESS = {
  args: ['/init'],
  oomScoreAdj: -500,
  capabilities: {bounding: CAPABILITIES, effective: CAPABILITIES, ambient: []},
};
const CHANGED = {
  args: ['/init'],
  oomScoreAdj: 0,
  capabilities: {
    bounding: ['CAP_CHOWN', 'CAP_SYS_ADMIN'],
    effective: ['CAP_CHOWN', 'CAP_SYS_ADMIN'],
    ambient: [],
  },
};

/** The wrapper, built, and beside it a runc that only says what it was called with. */
async function bench(t: ExecutionContext) {
  const folder = await tempFolder(t);
  const wrapper = await buildWrapper(
    {
      host: systemHost,
      processes: systemProcesses,
      cache: join(folder, 'cache'),
      images: projectFile('images'),
    },
    new AbortController().signal,
  );
  const programs = join(folder, 'programs');
  await mkdir(programs);
  await writeFile(join(programs, 'runc'), '#!/bin/sh\necho "runc $*"\nexit 7\n');
  await chmod(join(programs, 'runc'), 0o755);
  const call = (args: readonly string[], path = `${programs}:/usr/bin:/bin`) =>
    run(wrapper, args, {env: {PATH: path}}).then(
      ({stdout}) => ({code: 0, stdout, stderr: ''}),
      (error: unknown) => {
        const {code, stdout, stderr} = error as {code: number; stdout: string; stderr: string};
        return {code, stdout, stderr};
      },
    );
  return {folder, call};
}

async function written(folder: string, name: string, content: object): Promise<string> {
  await writeFile(join(folder, name), JSON.stringify(content));
  return join(folder, name);
}

async function read(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, 'utf8'));
}

test('the wrapper takes the withheld capability out of what runc is told, and becomes runc', async (t) => {
  t.timeout(180_000);
  const {folder, call} = await bench(t);
  const bundle = join(folder, 'bundle');
  await mkdir(bundle);
  const spec = {
    ociVersion: '1.0.2',
    process: PROCESS,
    linux: {seccomp: {count: 9007199254740993n.toString()}},
  };
  const config = await written(bundle, 'config.json', spec);

  const args = [
    '--root',
    '/run/create',
    '--log-format=json',
    'create',
    '--bundle',
    bundle,
    '--pid-file',
    'p',
    'one',
  ];
  t.deepEqual(await call(args), {code: 7, stdout: `runc ${args.join(' ')}\n`, stderr: ''});
  t.deepEqual(await read(config), {...spec, process: CHANGED});

  const file = await written(folder, 'process.json', PROCESS);
  t.is((await call(['exec', '--detach', `--process=${file}`, 'one'])).code, 7);
  t.deepEqual(await read(file), CHANGED);

  // Words that only look like the commands above change nothing.
  await written(bundle, 'config.json', spec);
  t.is((await call(['--root', 'create', 'state', '--bundle', bundle])).code, 7);
  t.deepEqual(await read(config), spec);

  await writeFile(config, 'no JSON');
  const spoilt = await call(['run', '-b', bundle, 'one']);
  t.is(spoilt.code, 1);
  t.regex(spoilt.stderr, /runc-wrapper: .*config\.json/);

  const lost = await call(['--version'], folder);
  t.is(lost.code, 1);
  t.regex(lost.stderr, /runc-wrapper: .*"runc"/);
});
