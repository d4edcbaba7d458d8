import test, {type ExecutionContext} from 'ava';
import type {Docker} from '../../../src/drivers/docker/docker.js';
import type {Kube, KubeObject} from '../../../src/drivers/kube/kube.js';
import {livingIn} from '../../../src/scenario/actions/kill-pods/containerd.js';
import {actionOf} from '../../../src/scenario/actions/actions.js';
import {refusal} from '../../helpers/error.js';
import {faultLab} from '../../helpers/fault-lab.js';

const NODE = 'west-control-plane';
const app = {cluster: 'west', deployment: 'webapp'};
/** A pod has a container that has ended, as init containers have, and two that run. */
const CONTAINERS = ['init', 'pause', 'app'];
const table = (states: Readonly<Record<string, string>>): string =>
  [
    'TASK    PID      STATUS    ',
    ...Object.entries(states).map(([id, state]) => `${id}   4711   ${state}`),
  ].join('\n');
const ALIVE = table({init: 'STOPPED', pause: 'RUNNING', app: 'RUNNING', other: 'RUNNING'});
const DEAD = table({init: 'STOPPED', pause: 'STOPPED', other: 'RUNNING'});

interface Node {
  /** What containerd says of its tasks, look by look; the last one stays. */
  readonly tasks: readonly string[];
  readonly found?: readonly string[];
  readonly stderr?: string;
}

const pod = (name: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {name, namespace: 'istioinaction', labels: {app: 'webapp'}},
  spec: {containers: [{name: 'main'}]},
  status: {conditions: [{type: 'Ready', status: 'True'}]},
});

/** A cluster whose Deployment makes another pod for one that is deleted, in a node whose containerd says this. */
function lab({tasks, found = CONTAINERS, stderr = ''}: Node) {
  const order: string[] = [];
  let look = 0;
  let pods = [pod('webapp-1')];
  const exec: Docker['exec'] = (node, command) => {
    const lists = command.at(-1) === 'ls';
    order.push(`${node}: ${lists ? 'tasks ls' : `kill ${command.at(-1)}`}`);
    const stdout = lists ? (tasks[Math.min(look++, tasks.length - 1)] ?? '') : found.join('\n');
    return Promise.resolve({
      exitCode: lists || found.length > 0 ? 0 : 1,
      stdout,
      stderr: lists ? '' : stderr,
    });
  };
  const kube: Partial<Kube> = {
    list: () => Promise.resolve(pods),
    remove: ({metadata: {name}}) => {
      order.push(`delete ${name}`);
      pods = [pod('webapp-2')];
      return Promise.resolve();
    },
  };
  return {...faultLab({docker: {exec}, kube: {west: kube}}), order};
}

const killed = (t: ExecutionContext, node: Node) => refusal(t, Promise.resolve(run(node).done));
function run(node: Node) {
  const {bench, order} = lab(node);
  return {done: Promise.resolve(actionOf('killPods').run(app, bench)), order};
}

const KILLED = `${NODE}: kill labels."io.kubernetes.pod.namespace"==istioinaction,labels."io.kubernetes.pod.name"~=^webapp-1$`;

test('a pod is deleted when containerd has none of its processes any more, whatever the kill itself has said', async (t) => {
  const {done, order} = run({
    tasks: [ALIVE, DEAD],
    stderr: 'ctr: no running task found: task init not found',
  });
  t.regex(await done, /^webapp-1 killed; 1 of 1 new pods ready$/);
  t.deepEqual(order, [KILLED, `${NODE}: tasks ls`, `${NODE}: tasks ls`, 'delete webapp-1']);
});

test('a process that goes on is a failure, with the words of whoever was to kill it', async (t) => {
  const {done, order} = run({tasks: [ALIVE], stderr: 'ctr: permission denied'});
  const error = await refusal(t, done);
  t.is(error.code, 'POD-NOT-KILLED');
  t.regex(
    error.message,
    /^webapp-1 was not killed: .*2 of 3 containers still run.*; ctr: permission denied$/s,
  );
  t.false(
    order.includes('delete webapp-1'),
    'a deleted pod would end in order, and look as if it had been killed',
  );
});

test('a pod of which containerd knows nothing was not killed', async (t) => {
  const error = await killed(t, {tasks: [DEAD], found: []});
  t.is(error.message, `webapp-1 was not killed: containerd of ${NODE} has no container of it`);
});

test('a task that is paused or was just made has a process; one that is not listed has none', (t) => {
  t.deepEqual(livingIn(table({a: 'PAUSED', b: 'CREATED', c: 'UNKNOWN', d: 'STOPPED'})), ['a', 'b', 'c']);
  t.deepEqual(livingIn('TASK    PID    STATUS\n'), []);
});

test('a person kills the same pods by hand and sees whether they are gone', (t) => {
  const [kill = '', see = ''] = actionOf('killPods').commands(app, lab({tasks: []}).plan);
  t.regex(kill, /^docker exec west-control-plane sh -c '.*tasks kill -a -s SIGKILL.*' sh '.*~=\^webapp-'$/);
  t.is(see, 'docker exec west-control-plane ctr -n k8s.io tasks ls');
});
