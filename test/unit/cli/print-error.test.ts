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

test.serial('what a program has printed last is told without the secrets in it', (t) => {
  const token = `eyJhbGciOiJSUzI1NiJ9.${'a'.repeat(40)}.${'b'.repeat(40)}`;
  const details = ['users:', '- name: west', `  token: ${token}`, 'whole log: /logs/istioctl.log'];
  const {text} = printed(new EastwestError('istioctl: exit code 1', {code: 'PROCESS-FAILED', details}));
  t.false(text.includes(token.slice(0, 20)));
  t.regex(text, /whole log: \/logs\/istioctl\.log/);
  const secret = ['kind: Secret', 'stringData:', `  west: ${token}`];
  const whole = printed(
    new EastwestError('not applied', {code: 'KUBE-REFUSED', details: secret, hint: 'again'}),
  );
  t.false(whole.text.includes(token.slice(0, 20)));
  t.regex(whole.text, /^error: not applied \[KUBE-REFUSED\]\n/);
  t.regex(whole.text, /\nhint: again\n$/);
  const bug = new Error(`-----BEGIN PRIVATE KEY-----\nMIIEvQ\n-----END PRIVATE KEY-----`);
  t.false(printed(bug).text.includes('MIIEvQ'));
});
