import type {ExecutionContext} from 'ava';
import {appNamed} from '../../../images/workloads/apps.js';
import {serve, type Answer} from '../../../images/workloads/http-server.js';

/** Serves on a free port of the loopback until the test is over; resolves to the address. */
export async function served(t: ExecutionContext, answer: Answer, servedBy = 'test@here'): Promise<string> {
  const running = await serve({host: '127.0.0.1', port: 0}, servedBy, answer);
  t.teardown(() => running.stop(0));
  return `http://127.0.0.1:${running.port}`;
}

/** Starts one of the lab's apps with this environment, drawing `random` for every chance. */
export async function started(
  t: ExecutionContext,
  name: string,
  env: Record<string, string>,
  random = 0.5,
): Promise<string> {
  const app = appNamed(name, env, {hostname: 'pod-1', ipAddresses: ['10.10.0.9'], random: () => random});
  if (app === undefined) throw new RangeError(`no app ${name}`);
  return served(t, app.answer, app.servedBy);
}

/** The environment by which webapp finds a catalog at this address. */
export function catalogAt(address: string): Record<string, string> {
  const {hostname, port} = new URL(address);
  return {CATALOG_SERVICE_HOST: hostname, CATALOG_SERVICE_PORT: port};
}

/** A port of the loopback that was free a moment ago. */
export async function freePort(): Promise<number> {
  const running = await serve({host: '127.0.0.1', port: 0}, '', () => ({status: 200, body: ''}));
  await running.stop(0);
  return running.port;
}
