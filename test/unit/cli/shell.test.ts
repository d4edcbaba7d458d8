import {execFile} from 'node:child_process';
import {mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {promisify} from 'node:util';
import test from 'ava';
import {shellFunctions} from '../../../src/cli/commands/shell.js';
import {chapterPlan, SUPPLIED} from '../../helpers/chapter.js';
import {tempFolder} from '../../helpers/temp-folder.js';

test('bash runs the tool of the lab with the kubeconfig of the cluster, also in a folder with blanks', async (t) => {
  const folder = join(await tempFolder(t), "it's a folder");
  const tools = {
    kind: join(folder, 'kind'),
    kubectl: join(folder, 'kubectl'),
    istioctl: join(folder, 'istioctl'),
  };
  await mkdir(folder);
  for (const tool of Object.values(tools))
    await writeFile(tool, '#!/bin/sh\necho "$(basename "$0")|$1|$2|$3"\n', {mode: 0o755});
  const functions = shellFunctions(chapterPlan({...SUPPLIED, tools}, '/work folder'));
  const typed = `${functions}\nkwest get; ieast version; kind one`;
  const {stdout} = await promisify(execFile)('bash', ['-c', typed]);
  t.deepEqual(stdout.trim().split('\n'), [
    'kubectl|--kubeconfig|/work folder/west-kubeconfig|get',
    'istioctl|--kubeconfig|/work folder/east-kubeconfig|version',
    'kind|one||',
  ]);
});
