import test from 'ava';
import {
  commandText,
  failureDetails,
  failureMessage,
  type FailedProcess,
} from '../../../src/drivers/process/error-text.js';

const FAILED: FailedProcess = {
  argv: ['kind', 'create', 'cluster'],
  exitCode: 3,
  endedBy: undefined,
  timedOutAfterMs: undefined,
  output: '',
  logFile: undefined,
};

test('how a process ended is said in one sentence', (t) => {
  t.is(failureMessage(FAILED), 'kind create cluster: exit code 3');
  t.is(
    failureMessage({...FAILED, exitCode: undefined, endedBy: 'SIGKILL'}),
    'kind create cluster: ended by SIGKILL',
  );
  t.is(failureMessage({...FAILED, exitCode: undefined}), 'kind create cluster: could not be started');
  t.is(
    failureMessage({...FAILED, endedBy: 'SIGTERM', timedOutAfterMs: 1500}),
    'kind create cluster: no end after 1.5 s, stopped',
  );
});

test('of a long output the last lines stand in the error, and where the rest is', (t) => {
  const output = Array.from({length: 100}, (_, line) => `line ${line}\n\n`).join('');
  const details = failureDetails({...FAILED, output, logFile: '/logs/kind.log'});
  t.is(details.length, 13);
  t.deepEqual(details.slice(-2), ['line 99', 'whole log: /logs/kind.log']);
});

test('a process that said nothing leaves no lines', (t) => {
  t.deepEqual(failureDetails({...FAILED, output: '\n \n'}), []);
});

test('a command can be pasted into a shell', (t) => {
  t.is(commandText(['curl', '-s', 'http://a:80/b?c']), "curl -s 'http://a:80/b?c'");
  t.is(commandText(['echo', "it's", '', '$HOME']), "echo 'it'\\''s' '' '$HOME'");
  t.is(commandText(['kubectl', '--set', 'a.b=c,d@e%f+g']), 'kubectl --set a.b=c,d@e%f+g');
});
