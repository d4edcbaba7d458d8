import {PassThrough} from 'node:stream';
import test from 'ava';
import {bytesRenderer, mib} from '../../../src/cli/render/bytes.js';

/** A stream that is a terminal or not, and what was written to it. */
function screen(isTTY: boolean): {stream: NodeJS.WriteStream; said: () => string} {
  const stream = new PassThrough({encoding: 'utf8'});
  return {
    stream: Object.assign(stream, {isTTY}) as unknown as NodeJS.WriteStream,
    said: () => (stream.read() as string | null) ?? '',
  };
}

test('a terminal shows one line of bytes, not at every one of them, and is cleared at the end', (t) => {
  const {stream, said} = screen(true);
  const renderer = bytesRenderer(stream);
  renderer.show('written', 3 * 2 ** 20, 10 * 2 ** 20);
  renderer.show('written', 4 * 2 ** 20, 10 * 2 ** 20);
  t.regex(said(), /^\rwritten: 3 of 10 MiB *$/);
  renderer.end();
  t.regex(said(), /^\r +\r$/);
  renderer.end();
  t.is(said(), '');
});

test('more than was thought is no contradiction', (t) => {
  const {stream, said} = screen(true);
  bytesRenderer(stream).show('written', 11 * 2 ** 20, 10 * 2 ** 20);
  t.regex(said(), /written: 11 of 11 MiB/);
});

test('a log gets no line for what is over at once', (t) => {
  const {stream, said} = screen(false);
  const renderer = bytesRenderer(stream);
  renderer.show('written', 1, 2);
  renderer.end();
  t.is(said(), '');
});

test('MiB are whole', (t) => {
  t.is(mib(0), '0');
  t.is(mib(1_870_158_848), '1784');
});
