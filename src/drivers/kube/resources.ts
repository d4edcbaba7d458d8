import {EastwestError} from '../../base/errors.js';
import {ask, refused} from './failure.js';
import type {Send} from './request.js';

interface Resource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** Finds the URL path of a kind by the API server's own discovery; a new CRD is found when it is there. */
export function resourceFinder(send: Send) {
  const known = new Map<string, readonly Resource[]>();

  async function find(apiVersion: string, kind: string): Promise<Resource | undefined> {
    const cached = known.get(apiVersion)?.find((resource) => resource.kind === kind);
    if (cached !== undefined) return cached;
    const what = `look up ${apiVersion}`;
    const reply = await ask(send, what, {method: 'GET', path: root(apiVersion)});
    if (reply.status === 404) return undefined;
    if (reply.status !== 200) throw refused(what, reply);
    const {resources} = JSON.parse(reply.body) as {resources: readonly Resource[]};
    const main = resources.filter(({name}) => !name.includes('/'));
    known.set(apiVersion, main);
    return main.find((resource) => resource.kind === kind);
  }

  /** The path of one object, or of all of a kind; undefined where the server does not know the kind. */
  return async function path(
    apiVersion: string,
    kind: string,
    namespace?: string,
    name?: string,
  ): Promise<string | undefined> {
    const resource = await find(apiVersion, kind);
    if (resource === undefined) return undefined;
    const scope = resource.namespaced && namespace !== undefined ? `/namespaces/${namespace}` : '';
    if (name !== undefined && resource.namespaced && namespace === undefined) {
      throw new EastwestError(`${kind} ${name} names no namespace`, {code: 'KUBE-NO-NAMESPACE'});
    }
    return `${root(apiVersion)}${scope}/${resource.name}${name === undefined ? '' : `/${name}`}`;
  };
}

function root(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}
