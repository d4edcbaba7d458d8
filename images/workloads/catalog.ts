import type {Answer} from './http-server.js';
import {ITEMS} from './items.js';

/** The catalog: `/items` and `/items/<id>`. */
export function catalog(): Answer {
  return ({method, path}) => {
    if (method !== 'GET' && method !== 'HEAD')
      return {status: 405, body: {error: `${method} is not served here`}};
    if (path === '/items' || path === '/items/') return {status: 200, body: ITEMS};
    const id = /^\/items\/(?<id>\d+)$/.exec(path)?.groups?.['id'];
    const item = ITEMS.find((candidate) => String(candidate.id) === id);
    if (item !== undefined) return {status: 200, body: item};
    return {status: 404, body: {error: id === undefined ? `nothing at ${path}` : `no item ${id}`}};
  };
}
