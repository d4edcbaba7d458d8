import {statSync} from 'node:fs';
import {readPrivate} from '../../base/private-file.js';
import type {KubeConfig} from '@kubernetes/client-node';
import {EastwestError} from '../../base/errors.js';
import {execCall} from './exec.js';
import {ask, refused} from './failure.js';
import {logCalls} from './logs.js';
import {patchTypeOf} from './manifest.js';
import type {Kube, KubeFor, KubeObject, KubeRef} from './kube.js';
import {sender, type Ask, type Reply} from './request.js';
import {resourceFinder} from './resources.js';

const FIELD_MANAGER = 'eastwest';
const CONFLICT = 409;
const MOST_ATTEMPTS = 5;

/** Clients by kubeconfig file; one is made anew when its file has changed. `timeoutMs`: how long a server may say nothing. */
export function clusterKubes(timeoutMs?: number): KubeFor {
  const made = new Map<string, {readonly stamp: number; readonly kube: Kube}>();
  return (kubeconfig) => {
    const stamp = statSync(kubeconfig, {throwIfNoEntry: false})?.mtimeMs;
    if (stamp === undefined) {
      throw new EastwestError(`no kubeconfig ${kubeconfig}`, {
        code: 'KUBE-CONFIG-MISSING',
        hint: 'eastwest up',
      });
    }
    const known = made.get(kubeconfig);
    if (known?.stamp === stamp) return known.kube;
    const kube = clusterKube(readPrivate(kubeconfig), timeoutMs);
    made.set(kubeconfig, {stamp, kube});
    return kube;
  };
}

function clusterKube(kubeconfig: string, timeoutMs: number | undefined): Kube {
  const config = lazily(() => readConfig(kubeconfig));
  const send = sender(config, timeoutMs);
  const path = resourceFinder(send);
  const pathOf = ({apiVersion, kind, metadata}: KubeRef) =>
    path(apiVersion, kind, metadata.namespace, metadata.name);

  const mustPath = async (ref: KubeRef): Promise<string> => {
    const found = await pathOf(ref);
    if (found !== undefined) return found;
    throw unknownKind(ref);
  };

  const applyOne = async (object: KubeObject): Promise<void> => {
    const what = `apply ${nameOf(object)}`;
    parsed(what, await ask(send, what, applied(await mustPath(object), object)));
  };

  return {
    ready: async (signal) =>
      (await ask(send, 'ask readyz', {method: 'GET', path: '/readyz', signal})).status === 200,
    get: async (ref) => {
      const found = await pathOf(ref);
      if (found === undefined) return undefined;
      const reply = await ask(send, `get ${nameOf(ref)}`, {method: 'GET', path: found});
      return reply.status === 404 ? undefined : (parsed(`get ${nameOf(ref)}`, reply) as KubeObject);
    },
    list: async (apiVersion, kind, {namespace, labels} = {}) => {
      const found = await path(apiVersion, kind, namespace);
      if (found === undefined) return [];
      const labelSelector = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`);
      const query = labels === undefined ? {} : {labelSelector: labelSelector.join(',')};
      const reply = await ask(send, `list ${kind}`, {method: 'GET', path: found, query});
      const {items} = parsed(`list ${kind}`, reply) as {items: readonly KubeObject[]};
      return items.map((item) => ({...item, apiVersion, kind}));
    },
    apply: async (objects) => {
      for (const neighbours of byKind(objects)) await Promise.all(neighbours.map(applyOne));
    },
    replace: async (object) => {
      const what = `replace ${nameOf(object)}`;
      const objectPath = await mustPath(object);
      for (let attempt = 1; ; attempt++) {
        const live = await ask(send, what, {method: 'GET', path: objectPath});
        if (live.status === 404) return applyOne(object);
        const reply = await ask(send, what, replaced(objectPath, object, parsed(what, live) as KubeObject));
        // Somebody else wrote in between: a controller, mostly.
        if (reply.status === CONFLICT && attempt < MOST_ATTEMPTS) continue;
        parsed(what, reply);
        return;
      }
    },
    createOnce: async (object) => {
      const what = `create ${nameOf(object)}`;
      if ((await ask(send, what, {method: 'GET', path: await mustPath(object)})).status !== 404) return;
      const {apiVersion, kind, metadata} = object;
      const found = (await path(apiVersion, kind, metadata.namespace)) ?? '';
      const query = {fieldManager: FIELD_MANAGER};
      const reply = await ask(send, what, {method: 'POST', path: found, query, body: object});
      // Somebody else made it in between.
      if (reply.status !== CONFLICT) parsed(what, reply);
    },
    create: async (object) => {
      const what = `create ${object.kind}`;
      const found = await path(object.apiVersion, object.kind);
      if (found === undefined) throw unknownKind(object);
      return parsed(what, await ask(send, what, {method: 'POST', path: found, body: object})) as Record<
        string,
        unknown
      >;
    },
    patch: async (ref, change) => {
      const what = `patch ${nameOf(ref)}`;
      const kind = patchTypeOf(ref.apiVersion) === 'strategic' ? 'strategic-merge' : 'merge';
      const contentType = `application/${kind}-patch+json`;
      parsed(
        what,
        await ask(send, what, {method: 'PATCH', path: await mustPath(ref), contentType, body: change}),
      );
    },
    remove: async (ref, within) => {
      const found = await pathOf(ref);
      if (found === undefined) return;
      const what = `delete ${nameOf(ref)}`;
      const reply = await ask(send, what, {
        method: 'DELETE',
        path: found,
        query: {
          propagationPolicy: 'Background',
          ...(within === undefined ? {} : {gracePeriodSeconds: String(within.graceSeconds)}),
        },
      });
      if (reply.status !== 404) parsed(what, reply);
    },
    exec: execCall(config),
    ...logCalls(send),
  };
}

/** client-node is large: it is read when a cluster is first asked something, not by `doctor` or `plan`. */
async function readConfig(kubeconfig: string): Promise<KubeConfig> {
  const {KubeConfig: Config} = await import('@kubernetes/client-node');
  const config = new Config();
  config.loadFromString(kubeconfig);
  return config;
}

function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

/** Runs of objects of one kind: among themselves their order means nothing. */
function byKind(objects: readonly KubeObject[]): KubeObject[][] {
  const runs: KubeObject[][] = [];
  for (const object of objects) {
    const last = runs.at(-1);
    if (last?.[0]?.kind === object.kind) last.push(object);
    else runs.push([object]);
  }
  return runs;
}

function unknownKind({apiVersion, kind}: Pick<KubeRef, 'apiVersion' | 'kind'>): EastwestError {
  return new EastwestError(`the cluster does not know ${kind} of ${apiVersion}`, {code: 'KUBE-NO-KIND'});
}

function applied(path: string, object: KubeObject): Ask {
  const query = {fieldManager: FIELD_MANAGER, force: 'true'};
  return {method: 'PATCH', path, query, contentType: 'application/apply-patch+yaml', body: object};
}

/** The server takes it only as long as nobody has changed the live object since it was read. */
function replaced(path: string, object: KubeObject, live: KubeObject): Ask {
  const {resourceVersion} = live.metadata as {readonly resourceVersion?: string};
  const body = {...object, metadata: {...object.metadata, resourceVersion}};
  return {method: 'PUT', path, query: {fieldManager: FIELD_MANAGER}, body};
}

function parsed(what: string, reply: Reply): unknown {
  if (reply.status >= 300) throw refused(what, reply);
  return JSON.parse(reply.body);
}

function nameOf({kind, metadata}: KubeRef): string {
  return metadata.namespace === undefined
    ? `${kind} ${metadata.name}`
    : `${kind} ${metadata.namespace}/${metadata.name}`;
}
