import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {EastwestError} from '../../../src/base/errors.js';
import {dockerLogins} from '../../../src/drivers/docker/logins.js';
import type {Processes} from '../../../src/drivers/process/process.js';
import {refusal} from '../../helpers/error.js';
import {untouchable} from '../../fakes/drivers.js';
import {tempFolder} from '../../helpers/temp-folder.js';

const {signal} = new AbortController();
const auth = Buffer.from('somebody:se:cret').toString('base64');

async function logins(t: ExecutionContext, config: unknown, processes = untouchable<Processes>('processes')) {
  const folder = await tempFolder(t);
  const text = typeof config === 'string' ? config : JSON.stringify(config);
  await writeFile(join(folder, 'config.json'), text);
  return dockerLogins(processes, folder);
}

function helper(stdout: string | undefined, asked: unknown[] = []): Processes {
  const run: Processes['run'] = (program, args, options) => {
    asked.push([program, args, options.input]);
    if (stdout === undefined) return Promise.reject(new EastwestError('nothing there', {code: 'PROCESS'}));
    return Promise.resolve({stdout, stderr: ''} as Awaited<ReturnType<Processes['run']>>);
  };
  return untouchable<Processes>('processes', {run});
}

test('a login that docker login left in its file is used', async (t) => {
  const loginFor = await logins(t, {auths: {'registry.example:5000': {auth}}});
  t.deepEqual(await loginFor('registry.example:5000', signal), {
    username: 'somebody',
    password: 'se:cret',
    serveraddress: 'registry.example:5000',
  });
  t.is(await loginFor('other.example', signal), undefined);
});

test("Docker's own registry has a name of its own there", async (t) => {
  const server = ['https:', '', 'index.docker.io', 'v1', ''].join('/');
  const loginFor = await logins(t, {auths: {[server]: {identitytoken: 'token'}}});
  t.deepEqual(await loginFor('docker.io', signal), {identitytoken: 'token', serveraddress: server});
});

test('a credential helper is asked by its protocol', async (t) => {
  const asked: unknown[] = [];
  const answer = helper('{"ServerURL": "x", "Username": "somebody", "Secret": "secret"}', asked);
  const loginFor = await logins(t, {credHelpers: {'registry.example': 'test'}}, answer);
  t.deepEqual(await loginFor('registry.example', signal), {
    username: 'somebody',
    password: 'secret',
    serveraddress: 'registry.example',
  });
  t.deepEqual(asked, [['docker-credential-test', ['get'], 'registry.example']]);
});

test('a helper with a token gives a token; one that has nothing, no login', async (t) => {
  const config = {credsStore: 'test'};
  const token = await logins(t, config, helper('{"Username": "<token>", "Secret": "token"}'));
  t.deepEqual(await token('registry.example', signal), {
    identitytoken: 'token',
    serveraddress: 'registry.example',
  });
  const nothing = await logins(t, config, helper(undefined));
  t.is(await nothing('registry.example', signal), undefined);
});

test('what is no JSON is named, and nothing of it is told', async (t) => {
  const inFile = await logins(t, '{"auths": secret');
  const fromHelper = await logins(t, {credsStore: 'test'}, helper('{"Secret": secret'));
  for (const loginFor of [inFile, fromHelper]) {
    const error = await refusal(t, loginFor('registry.example', signal));
    t.is(error.code, 'DOCKER-CONFIG-BAD');
    t.notRegex(`${error.message} ${error.stack}`, /: secret/);
  }
});
