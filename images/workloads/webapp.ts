import type {IncomingHttpHeaders} from 'node:http';
import {integerOf, textOf, type Env} from './env.js';
import {exchange, type Exchange} from './exchange.js';
import type {Answer, Reply} from './http-server.js';
import type {Item} from './items.js';
import {traceHeaders} from './tracing.js';

const TIMEOUT_MS = 10_000;
const EXCERPT_BYTES = 500;

/** The shop's front: `/` and `/api/catalog[/items/<id>]`, all of it made from what the catalog answers. */
export function webapp(env: Env): Answer {
  const host = textOf(env, 'CATALOG_SERVICE_HOST', 'catalog');
  const port = integerOf(env, 'CATALOG_SERVICE_PORT', 80, 1, 65535);
  return async ({method, path, headers}) => {
    if (method !== 'GET' && method !== 'HEAD')
      return {status: 405, body: {error: `${method} is not served here`}};
    const below = pathAtCatalog(path);
    if (below === undefined) return {status: 404, body: {error: `nothing at ${path}`}};
    const url = `http://${host}:${port}${below}`;
    // A connection of its own each time, name look-up included: what the network says now counts,
    // not what it said when an old connection was opened.
    const carried = {...traceHeaders(headers), ...forwardedFor(headers)};
    const found = await exchange({url, headers: carried, timeoutMs: TIMEOUT_MS});
    if (found.status === 404 && below !== '/items') return passedOn(found);
    if (found.failure !== undefined || found.status !== 200) return failed(url, found);
    return path === '/' ? page(found) : passedOn(found);
  };
}

function pathAtCatalog(path: string): string | undefined {
  if (path === '/' || path === '/api/catalog' || path === '/api/catalog/items') return '/items';
  return /^\/api\/catalog(?<below>\/items\/\d+)$/.exec(path)?.groups?.['below'];
}

/** Where the call came from first: a front that stands between says it on, or the catalog would never know. */
function forwardedFor({'x-forwarded-for': from}: IncomingHttpHeaders): Record<string, string> {
  return typeof from === 'string' ? {'x-forwarded-for': from} : {};
}

function passedOn(found: Exchange): Reply {
  return {
    status: found.status,
    body: found.body.toString(),
    headers: {'content-type': found.headers['content-type'] ?? 'application/json', ...catalogSays(found)},
  };
}

function page(found: Exchange): Reply {
  const items = JSON.parse(found.body.toString()) as readonly Item[];
  const lines = items.map(({name, color, price}) => `${price.padStart(8)}  ${name}, ${color}`);
  return {
    status: 200,
    body: ['What the catalog has today', ...lines, ''].join('\n'),
    headers: catalogSays(found),
  };
}

/** Who the catalog is, and who it took this program for, under names of their own. */
function catalogSays({headers}: Exchange): Record<string, string> {
  const told = ['served-by', 'called-by'].flatMap((name) => {
    const value = headers[`x-${name}`];
    return typeof value === 'string' ? [[`x-catalog-${name}`, value]] : [];
  });
  return Object.fromEntries(told) as Record<string, string>;
}

function failed(url: string, {status, body, failure}: Exchange): Reply {
  const error = 'the call to the catalog failed';
  if (failure !== undefined) {
    return {status: 500, body: {error, url, code: failure.code, reason: failure.message}};
  }
  const reason = `it answered ${status}`;
  return {
    status: 500,
    body: {error, url, code: 'UPSTREAM_STATUS', reason, said: body.toString('utf8', 0, EXCERPT_BYTES)},
  };
}
