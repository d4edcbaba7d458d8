import test from 'ava';
import type {Kube, KubeObject} from '../../../src/drivers/kube/kube.js';
import {actionOf} from '../../../src/scenario/actions/actions.js';
import {note, takeBackAll} from '../../../src/scenario/journal.js';
import {fakeWorld, rolledOut} from '../../fakes/world.js';

const namespace = 'istioinaction';
const value = {cluster: 'west', deployment: 'app', logger: 'filter', level: 'debug'};
const pod = (name: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {name, namespace},
  status: {conditions: [{type: 'Ready', status: 'True'}]},
});

/** Proxies that answer as Envoy's admin interface does: with all loggers, after a change as well. */
function proxies(levels: Record<string, string>) {
  const asked: string[] = [];
  const podExec: Kube['exec'] = ([, , , path = ''], {pod: name, container}) => {
    asked.push(`${name}/${container} ${path}`);
    const [, logger, level] = /\?(\w+)=(\w+)/.exec(path) ?? [];
    if (logger === 'filter' && level !== undefined) levels[name] = level;
    const stdout = `active loggers:\n  admin: warning\n  filter: ${levels[name]}\n`;
    return Promise.resolve({exitCode: 0, stdout, stderr: ''});
  };
  const west = [rolledOut('app'), ...Object.keys(levels).map(pod)];
  const world = fakeWorld([], {west, podExec});
  return {asked, bench: {...world, signal: new AbortController().signal, say: () => undefined}};
}

const logLevel = actionOf('logLevel');

test('the level is set in each pod by its own proxy, as a person would', async (t) => {
  const levels = {a: 'warning', b: 'warning'};
  const {asked, bench} = proxies(levels);
  t.is(await logLevel.run(value, bench), 'filter: debug');
  t.deepEqual(asked, ['a/istio-proxy logging?filter=debug', 'b/istio-proxy logging?filter=debug']);
  t.deepEqual(levels, {a: 'debug', b: 'debug'});
  t.deepEqual(logLevel.commands(value, bench.plan), [
    "kwest exec -n istioinaction deployment/app -c istio-proxy -- pilot-agent request POST 'logging?filter=debug'",
  ]);
});

test('a run that was killed is cleared up after: the former level stands in the journal', async (t) => {
  const levels = {a: 'warning'};
  const {bench} = proxies(levels);
  for (const undo of await logLevel.undo(value, bench)) await note('test/killed', undo, bench);
  t.deepEqual(levels, {a: 'warning'}, 'looking changes nothing');
  await logLevel.run(value, bench);
  t.deepEqual(await takeBackAll(bench), {
    done: ['set the log level of filter in Deployment istioinaction/app in west to warning (test/killed)'],
    leftBehind: [],
  });
  t.deepEqual(levels, {a: 'warning'});
});

test('of a Deployment that is gone there is no level to set', async (t) => {
  const {bench} = proxies({a: 'warning'});
  for (const undo of await logLevel.undo(value, bench)) await note('test/killed', undo, bench);
  await bench.kube('west').remove(rolledOut('app'));
  t.deepEqual((await takeBackAll(bench)).leftBehind, []);
});

test('check names each pod whose level is another one', async (t) => {
  const {bench} = proxies({a: 'debug', b: 'warning'});
  t.deepEqual(await logLevel.check(value, bench, new Date(0)), {
    done: false,
    seen: 'filter in b is at warning, not debug',
  });
  const {bench: all} = proxies({a: 'debug'});
  t.deepEqual(await logLevel.check(value, all, new Date(0)), {done: true, seen: 'filter: debug'});
  const {bench: none} = proxies({});
  t.is((await logLevel.check(value, none, new Date(0))).done, false);
});

test('a logger that Envoy does not have is an error, not a success', async (t) => {
  const {bench} = proxies({a: 'warning'});
  await t.throwsAsync(logLevel.run({...value, logger: 'none'}, bench), {message: /Envoy has no such logger/});
  await t.throwsAsync(logLevel.run({...value, logger: 'admin'}, bench), {message: /still at warning/});
});
