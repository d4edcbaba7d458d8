import type {Docker} from '../../src/drivers/docker/docker.js';
import type {Http} from '../../src/drivers/http/http.js';
import type {Istioctl} from '../../src/drivers/istioctl/istioctl.js';
import type {Kube, KubeObject, KubeRef} from '../../src/drivers/kube/kube.js';
import type {World} from '../../src/scenario/bench.js';
import {chapterPlan, SUPPLIED} from '../helpers/chapter.js';
import {FakeClock} from './clock.js';
import {untouchable} from './drivers.js';
import {listOf} from './kube.js';

const keyOf = ({kind, metadata}: KubeRef): string => `${kind} ${metadata.name}`;

/** The order in which things were asked of the fakes, e.g. `west: apply ConfigMap thing`. */
export type Diary = string[];

/** An API server that keeps what it is given, and nothing more: no controller acts on it. */
export function keepingKube(
  cluster: string,
  objects: readonly KubeObject[],
  diary: Diary,
  exec?: Kube['exec'],
): Kube {
  const kept = new Map(objects.map((object) => [keyOf(object), object]));
  return untouchable<Kube>(`kube ${cluster}`, {
    ready: () => Promise.resolve(true),
    get: (ref) => Promise.resolve(kept.get(keyOf(ref))),
    list: listOf(kept),
    ...(exec === undefined ? {} : {exec}),
    apply: (given) => {
      for (const object of given) {
        diary.push(`${cluster}: apply ${keyOf(object)}`);
        kept.set(keyOf(object), object);
      }
      return Promise.resolve();
    },
    createOnce: (object) => {
      if (kept.has(keyOf(object))) return Promise.resolve();
      diary.push(`${cluster}: create ${keyOf(object)}`);
      kept.set(keyOf(object), object);
      return Promise.resolve();
    },
    replace: (object) => {
      diary.push(`${cluster}: replace ${keyOf(object)}`);
      kept.set(keyOf(object), object);
      return Promise.resolve();
    },
    patch: (ref, change) => {
      diary.push(`${cluster}: patch ${keyOf(ref)} ${JSON.stringify(change)}`);
      return Promise.resolve();
    },
    remove: (ref) => {
      diary.push(`${cluster}: remove ${keyOf(ref)}`);
      kept.delete(keyOf(ref));
      return Promise.resolve();
    },
  });
}

/** A Deployment of which all pods run. */
export function rolledOut(name: string, env: readonly {name: string; value: string}[] = []): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {name, namespace: 'istioinaction'},
    spec: {replicas: 1, template: {spec: {containers: [{name: 'main', env}]}}},
    status: {replicas: 1, updatedReplicas: 1, availableReplicas: 1},
  };
}

/** A lab for the runner: what is in its clusters, what commands print in the client and in west's pods. */
export function fakeWorld(
  diary: Diary,
  {
    west = [],
    exec,
    podExec,
  }: {west?: readonly KubeObject[]; exec?: Docker['exec']; podExec?: Kube['exec']} = {},
): World & {readonly clock: FakeClock} {
  const kubes = new Map([
    ['west', keepingKube('west', west, diary, podExec)],
    ['east', keepingKube('east', [], diary)],
  ]);
  return {
    plan: chapterPlan(SUPPLIED),
    docker: untouchable<Docker>('docker', exec === undefined ? {} : {exec}),
    istioctl: untouchable<Istioctl>('istioctl'),
    http: untouchable<Http>('http'),
    clock: new FakeClock(),
    kube: (name) => {
      const kube = kubes.get(name);
      if (kube === undefined) throw new Error(`no fake for cluster ${name}`);
      return kube;
    },
  };
}
