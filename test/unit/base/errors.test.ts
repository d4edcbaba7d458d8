import test from 'ava';
import {
  EastwestError,
  EXIT,
  InterruptedError,
  messageOf,
  reasonOf,
  throwIfInterrupted,
} from '../../../src/base/errors.js';

test('an error carries code, hint, details and cause, and asks for the exit code of a lab that was not made', (t) => {
  const cause = new Error('below');
  const error = new EastwestError('it failed', {code: 'IT', hint: 'mend it', details: ['line'], cause});
  t.is(error.exitCode, EXIT.labNotMade);
  t.is(error.cause, cause);
  t.deepEqual(JSON.parse(JSON.stringify(error)), {
    code: 'IT',
    message: 'it failed',
    hint: 'mend it',
    details: ['line'],
  });
});

test('an aborted signal becomes an interruption with exit code 130', (t) => {
  const interruption = new AbortController();
  t.notThrows(() => throwIfInterrupted(interruption.signal));
  interruption.abort();
  const error = t.throws(() => throwIfInterrupted(interruption.signal), {instanceOf: InterruptedError});
  t.is(error.exitCode, 130);
});

test('anything that was thrown has a message', (t) => {
  t.is(messageOf(new Error('one')), 'one');
  t.is(messageOf('two'), 'two');
  t.is(messageOf({type: 'error', message: 'three'}), 'three');
  t.is(messageOf(undefined), 'undefined');
});

test('the reason of a program that failed is what it said last', (t) => {
  const details = ['one', '  Error: no such pod '];
  const error = new EastwestError('istioctl: exit code 1', {code: 'PROCESS-FAILED', details});
  t.is(reasonOf(error), 'istioctl: exit code 1: Error: no such pod');
  t.is(reasonOf(new Error('one')), 'one');
});
