import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';
import test, {type ExecutionContext} from 'ava';
// For the compiler alone, so that the programs are built with their tests.
import type {} from '../../../images/workloads/calls.js';
import type {} from '../../../images/workloads/main.js';
import {served} from './servers.js';

const programFile = (name: string): string =>
  fileURLToPath(new URL(`../../../images/workloads/${name}.js`, import.meta.url));

interface Program {
  readonly output: () => string;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly ended: Promise<number | null>;
  said(text: string): Promise<void>;
}

function program(t: ExecutionContext, file: string, args: string[], env: Record<string, string>): Program {
  const child = spawn(process.execPath, [programFile(file), ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.teardown(() => void child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += String(chunk)));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return {
    output: () => output,
    kill: (signal) => void child.kill(signal),
    ended,
    said: async (text) => {
      while (!output.includes(text)) {
        const more = once(child.stdout, 'data').then(() => true);
        if (!(await Promise.race([more, ended.then(() => false)])))
          throw new Error(`it ended with: ${output}`);
      }
    },
  };
}

test('on SIGTERM it ends the open request, then itself, with 0', async (t) => {
  let arrived = (): void => undefined;
  let release = (): void => undefined;
  const open = new Promise<void>((resolve) => (arrived = resolve));
  const released = new Promise<void>((resolve) => (release = resolve));
  const upstream = await served(t, async () => {
    arrived();
    await released;
    return {status: 200, body: ''};
  });
  const env = {LISTEN_ADDR: '127.0.0.1:0', MESSAGE: 'to the end', UPSTREAM_URIS: upstream};
  const backend = program(t, 'main', ['simple-backend'], env);
  await backend.said('\n');
  const address = `http://${/listens on (\S+)/.exec(backend.output())?.[1]}/`;
  const answer = fetch(address);
  await open;
  backend.kill('SIGTERM');
  await backend.said('SIGTERM: stopping');
  await t.throwsAsync(fetch(address), undefined, 'it takes no more connections');
  release();
  t.like(await (await answer).json(), {body: 'to the end'});
  t.is(await backend.ended, 0);
});

const unfit = test.macro({
  exec: async (t, args: string[], env: Record<string, string>, code: number, says: RegExp) => {
    const server = program(t, 'main', args, env);
    t.is(await server.ended, code);
    t.regex(server.output(), says);
    t.is(server.output().trim().split('\n').length, 1, 'one line, no stack trace');
  },
  title: (_, args, env) => `does not start with ${JSON.stringify(args)} and ${JSON.stringify(env)}`,
});

test(unfit, ['simple-backend'], {ERROR_RATE: 'often'}, 2, /^ERROR_RATE: expected a number from 0 to 1/);
test(unfit, ['shop'], {}, 2, /expected one of webapp, catalog, simple-backend, found "shop"/);
test(unfit, [], {APP: 'catalog', LISTEN_ADDR: 'everywhere'}, 2, /^LISTEN_ADDR: expected an address and port/);

test('says so when its port is taken', async (t) => {
  const taken = new URL(await served(t, () => ({status: 200, body: ''}))).host;
  const second = program(t, 'main', ['catalog'], {LISTEN_ADDR: taken});
  t.is(await second.ended, 1);
  t.regex(second.output(), /EADDRINUSE/);
});

test('the client prints a JSON line for each call', async (t) => {
  const url = await served(t, () => ({status: 200, body: {body: 'hello'}}));
  const client = program(t, 'calls', [JSON.stringify({url, count: 2})], {});
  t.is(await client.ended, 0);
  const lines = client.output().trim().split('\n');
  t.deepEqual(
    lines.map((line) => (JSON.parse(line) as {n: number}).n),
    [1, 2],
  );
  const wrong = program(t, 'calls', ['{}'], {});
  t.is(await wrong.ended, 2);
  t.is(wrong.output(), 'url: expected an http:// address\n');
});
