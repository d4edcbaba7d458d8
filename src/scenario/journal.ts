import {messageOf} from '../base/errors.js';
import type {KubeObject, KubeRef} from '../drivers/kube/kube.js';
import {LAB_LABEL} from '../plan/plan.js';
import type {Bench} from './bench.js';
import {takeBack, undoTarget, undoText, type Undo} from './undo.js';

const NAME = 'eastwest-scenario';

interface Entry {
  readonly scenario: string;
  readonly undo: Undo;
}

/**
 * What has to be taken back stands in a Secret of the cluster that is about to be changed, written before the
 * change: what is put back may be a Secret itself. So a scenario that was killed at any moment is cleaned up by
 * the next one, from any machine.
 */
export async function note(scenario: string, undo: Undo, bench: Bench): Promise<void> {
  const entries = await read(undo.cluster, bench);
  const noted = Object.values(entries).map((text) => undoTarget(entryOf(text).undo));
  if (noted.includes(undoTarget(undo))) return;
  const numbers = Object.keys(entries).map(Number);
  const next = String(Math.max(0, ...numbers) + 1).padStart(4, '0');
  await write(undo.cluster, {...entries, [next]: JSON.stringify({scenario, undo} satisfies Entry)}, bench);
}

/** What was taken back, and what could not be. */
export interface Cleared {
  readonly done: readonly string[];
  readonly leftBehind: readonly string[];
}

/**
 * Takes back everything that is noted in any cluster, the latest first. A failure does not stop the others.
 * `tell` gets each thing before it is taken back, the bench what is seen while it waits.
 */
export async function takeBackAll(bench: Bench, tell: (text: string) => void = bench.say): Promise<Cleared> {
  const perCluster = await Promise.all(bench.plan.clusters.map(({name}) => takeBackIn(name, bench, tell)));
  return {
    done: perCluster.flatMap(({done}) => done),
    leftBehind: perCluster.flatMap(({leftBehind}) => leftBehind),
  };
}

/** Whose changes are noted in any cluster, each owner once. */
export async function ownersNoted(bench: Bench): Promise<readonly string[]> {
  const perCluster = await Promise.all(bench.plan.clusters.map(({name}) => read(name, bench)));
  const texts = perCluster.flatMap((entries) => Object.values(entries));
  return [...new Set(texts.map((text) => (JSON.parse(text) as Entry).scenario))];
}

async function takeBackIn(cluster: string, bench: Bench, tell: (text: string) => void): Promise<Cleared> {
  const done: string[] = [];
  const leftBehind: string[] = [];
  let entries: Record<string, string>;
  try {
    entries = await read(cluster, bench);
  } catch (error) {
    return {done, leftBehind: [`${cluster}: ${messageOf(error)}`]};
  }
  for (const number of inOrder(entries)) {
    const {scenario, undo} = entryOf(entries[number]);
    const text = `${undoText(undo)} (${scenario})`;
    try {
      tell(text);
      await takeBack(undo, bench.kube(cluster), bench);
      const rest = Object.fromEntries(Object.entries(entries).filter(([other]) => other !== number));
      await write(cluster, rest, bench);
      entries = rest;
      done.push(text);
    } catch (error) {
      leftBehind.push(`${text}: ${messageOf(error)}`);
    }
  }
  return {done, leftBehind};
}

/** What puts an object back that a scenario has changed or deleted; undefined where none was noted. */
export async function noted(target: string, cluster: string, bench: Bench): Promise<Undo | undefined> {
  const undos = Object.values(await read(cluster, bench)).map((text) => entryOf(text).undo);
  return undos.find((undo) => undoTarget(undo) === target);
}

/** Strikes out what was noted of a target: it has been taken back already. */
export async function forget(target: string, cluster: string, bench: Bench): Promise<void> {
  const entries = Object.entries(await read(cluster, bench));
  const rest = entries.filter(([, text]) => undoTarget(entryOf(text).undo) !== target);
  if (rest.length < entries.length) await write(cluster, Object.fromEntries(rest), bench);
}

/** The latest first, but pods are started anew at the end, in their own order, when all that they read is back. */
function inOrder(entries: Readonly<Record<string, string>>): readonly string[] {
  const numbers = Object.keys(entries).sort();
  const isRestart = (number: string): boolean => 'restart' in entryOf(entries[number]).undo;
  return [...numbers.filter((number) => !isRestart(number)).reverse(), ...numbers.filter(isRestart)];
}

function entryOf(text = ''): Entry {
  return JSON.parse(text) as Entry;
}

async function read(cluster: string, bench: Bench): Promise<Record<string, string>> {
  const found = await bench.kube(cluster).get(journalRef(bench));
  const data = (found?.['data'] ?? {}) as Readonly<Record<string, string>>;
  return mapValues(data, (text) => Buffer.from(text, 'base64').toString());
}

async function write(cluster: string, entries: Record<string, string>, bench: Bench): Promise<void> {
  const ref = journalRef(bench);
  if (Object.keys(entries).length === 0) return bench.kube(cluster).remove(ref);
  const object: KubeObject = {
    ...ref,
    metadata: {...ref.metadata, labels: {[LAB_LABEL]: bench.plan.lab}},
    type: 'Opaque',
    data: mapValues(entries, (text) => Buffer.from(text).toString('base64')),
  };
  return bench.kube(cluster).apply([object]);
}

function mapValues(
  values: Readonly<Record<string, string>>,
  change: (text: string) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([key, text]) => [key, change(text)]));
}

/** Where the journal stands in each cluster. */
export function journalRef({plan}: Pick<Bench, 'plan'>): KubeRef {
  return {apiVersion: 'v1', kind: 'Secret', metadata: {name: NAME, namespace: plan.namespace}};
}
