import test from 'ava';
import {EastwestError, InterruptedError} from '../../../src/base/errors.js';
import {printError} from '../../../src/cli/print-error.js';

function printed(error: unknown, verbose = false): {code: number; text: string} {
  const {write} = process.stderr;
  let text = '';
  process.stderr.write = (chunk) => {
    text += String(chunk);
    return true;
  };
  try {
    return {code: printError(error, verbose), text};
  } finally {
    process.stderr.write = write;
  }
}

const ERROR = new EastwestError('no room', {
  code: 'POOL-NO-ROOM',
  details: ['one', 'two'],
  hint: 'make room',
  exitCode: 2,
});

test.serial('an error on purpose is message, code, details and hint, and gives its exit code', (t) => {
  const {code, text} = printed(ERROR);
  t.is(text, 'error: no room [POOL-NO-ROOM]\n  one\n  two\nhint: make room\n');
  t.is(code, 2);
});

test.serial('the stack is for those who ask', (t) => {
  t.regex(printed(ERROR, true).text, /\n {4}at /);
});

test.serial('an interruption ends with 130', (t) => {
  t.is(printed(new InterruptedError('stopped', 'go on')).code, 130);
});

test.serial('anything else is called a mistake of the program, with all that is known of it', (t) => {
  const {code, text} = printed(new TypeError('x is not a function'));
  t.regex(text, /^error: this is a mistake in eastwest, please report it \[INTERNAL\]\nTypeError: x is not/);
  t.is(code, 4);
  t.regex(printed('thrown text').text, /thrown text/);
});
