import test from 'ava';
import {fileRefusal} from '../../../src/cli/file-refusal.js';
import {EastwestError, EXIT} from '../../../src/base/errors.js';

const system = (code: string): Error =>
  Object.assign(new Error(`${code}: refused`), {code, path: '/folder/file', syscall: 'open'});

for (const [code, told, says] of [
  ['EROFS', 'FILE-READ-ONLY', /^open \/folder\/file: the file system is read-only$/],
  ['EACCES', 'FILE-NO-RIGHTS', /^open \/folder\/file: no rights$/],
  ['EPERM', 'FILE-NO-RIGHTS', /no rights/],
  ['ENOSPC', 'FILE-NO-SPACE', /no space is left/],
  ['EDQUOT', 'FILE-NO-SPACE', /quota/],
] as const) {
  test(`${code} is the host's doing, not a mistake of ours`, (t) => {
    const error = fileRefusal(system(code));
    t.is(error?.code, told);
    t.regex(error?.message ?? '', says);
    t.truthy(error?.hint);
    t.is(error?.exitCode, EXIT.hostUnfit);
  });
}

test('a folder that cannot be made says nothing of why', (t) => {
  const error = Object.assign(new Error('ENOENT'), {code: 'ENOENT', path: '/ro/certs', syscall: 'mkdir'});
  t.is(fileRefusal(error)?.code, 'FILE-READ-ONLY');
});

test('any other error is told as what it is', (t) => {
  t.is(fileRefusal(system('ENOENT')), undefined);
  t.is(fileRefusal(new TypeError('x is undefined')), undefined);
  t.is(fileRefusal(system('toString')), undefined);
  t.is(fileRefusal(undefined), undefined);
  t.is(fileRefusal(new EastwestError('planned', {code: 'EACCES'})), undefined);
});
