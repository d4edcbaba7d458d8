import {once} from 'node:events';
import {createServer} from 'node:net';
import test from 'ava';
import {engineAnswers} from '../../../src/cli/engine-answers.js';
import type {EngineInfo} from '../../../src/drivers/docker/docker.js';
import {refusal} from '../../helpers/error.js';

test('an engine that answers is there, and one that is not running is not', async (t) => {
  t.true(await engineAnswers({info: () => Promise.resolve({} as EngineInfo)}));
  t.false(await engineAnswers({info: () => Promise.resolve(undefined)}));
});

test('an engine that answers late is not taken for none: that is an error', async (t) => {
  // A timeout alone does not keep Node alive; the connection to an engine does.
  const socket = createServer().listen(0, '127.0.0.1');
  t.teardown(() => socket.close());
  const late = async (signal: AbortSignal): Promise<undefined> => {
    await once(signal, 'abort');
    throw new Error('ended');
  };
  const error = await refusal(t, engineAnswers({info: late}, 20));
  t.is(error.code, 'ENGINE-LATE');
  t.is(error.message, 'the Docker engine has not answered in 0.02 s');
});

test('what the engine refuses is told as it is', async (t) => {
  const error = await t.throwsAsync(engineAnswers({info: () => Promise.reject(new Error('no right'))}));
  t.is(error.message, 'no right');
});
