import {once} from 'node:events';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {dockerEngine} from '../../../src/drivers/docker/docker-engine.js';
import type {Docker, PullRequest} from '../../../src/drivers/docker/docker.js';
import {refusal} from '../../helpers/error.js';

const LONG_MS = 60_000;

interface Engine {
  readonly docker: Docker;
  /** Resolves with the request once it is there, whatever becomes of its answer. */
  readonly asked: Promise<IncomingMessage>;
  /** Resolves when the one who asks has gone. */
  readonly left: Promise<unknown>;
}

/** An engine that answers as it is told, or not at all. */
async function engine(
  t: ExecutionContext,
  answer: (response: ServerResponse) => void = () => undefined,
): Promise<Engine> {
  const folder = mkdtempSync(join(tmpdir(), 'eastwest-test-'));
  const socket = join(folder, 'socket');
  const server = createServer((_request, response) => answer(response));
  const seen = once(server, 'request') as Promise<[IncomingMessage, ServerResponse]>;
  server.listen(socket);
  await once(server, 'listening');
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
    rmSync(folder, {recursive: true});
  });
  process.env['DOCKER_HOST'] = `unix://${socket}`;
  return {
    docker: dockerEngine(),
    asked: seen.then(([request]) => request),
    left: seen.then(([, response]) => once(response, 'close')),
  };
}

function request(more: Partial<PullRequest>): PullRequest {
  return {
    ...{repository: 'docker.io/istio/pilot', version: '1.17.8', platform: 'linux/amd64', login: undefined},
    ...{signal: new AbortController().signal, silenceMs: LONG_MS},
    ...more,
  };
}

const INTERRUPTED: Record<string, (docker: Docker, signal: AbortSignal) => Promise<unknown>> = {
  'looks for an image': (docker, signal) => docker.pullImage(request({signal})),
  'gathers an image to save': (docker, signal) => docker.saveImages(['node:1'], signal),
  'says nothing of itself': (docker, signal) => docker.info(signal),
};

for (const [what, work] of Object.entries(INTERRUPTED)) {
  test.serial(`Ctrl+C while an engine ${what} ends the request, not only the wait for it`, async (t) => {
    const {docker, asked, left} = await engine(t);
    const stop = new AbortController();
    const working = work(docker, stop.signal);
    void asked.then(() => stop.abort());
    await t.throwsAsync(working);
    await left;
    t.pass();
  });
}

test.serial('an engine that never answers a pull is left after the silence', async (t) => {
  const {docker, left} = await engine(t);
  const error = await refusal(t, docker.pullImage(request({silenceMs: 100})));
  t.is(error.code, 'DOCKER-PULL-FAILED');
  t.regex(error.message, /^pull docker\.io\/istio\/pilot:1\.17\.8: silent for 0\.1 s$/);
  await left;
});

test.serial('an engine that falls silent in the midst of a pull is left too', async (t) => {
  const {docker, left} = await engine(t, (response) => {
    response.writeHead(200);
    response.write('{"status": "Downloading", "id": "a", "progressDetail": {"current": 5, "total": 10}}\r\n');
  });
  const told: number[] = [];
  const onProgress: PullRequest['onProgress'] = ({gotBytes}) => told.push(gotBytes);
  const error = await refusal(t, docker.pullImage(request({silenceMs: 200, onProgress})));
  t.regex(error.message, /silent for 0\.2 s$/);
  t.deepEqual(told, [5]);
  await left;
});

test.serial('what the engine says of a pull that fails is handed on', async (t) => {
  const {docker} = await engine(t, (response) => {
    response.writeHead(200);
    response.end('{"error": "toomanyrequests: slow down"}\r\n');
  });
  const error = await refusal(t, docker.pullImage(request({})));
  t.is(error.code, 'DOCKER-PULL-FAILED');
  t.regex(error.message, /toomanyrequests: slow down$/);
});
