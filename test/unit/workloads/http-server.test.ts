import {Agent} from 'node:http';
import test from 'ava';
import {exchange} from '../../../images/workloads/exchange.js';
import {served} from './servers.js';

test('a connection that is kept is closed by the caller alone, however long it was idle', async (t) => {
  const url = await served(t, () => ({status: 200, body: 'a'}));
  const agent = new Agent({keepAlive: true});
  t.teardown(() => agent.destroy());
  const {status, headers} = await exchange({url, timeoutMs: 5000, agent});
  t.is(status, 200);
  // Node tells its callers after how many seconds it would close.
  t.is(headers['keep-alive'], undefined);
});
