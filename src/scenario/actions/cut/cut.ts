import {z} from 'zod';
import {EastwestError} from '../../../base/errors.js';
import {clusterNamed, type Plan} from '../../../plan/plan.js';
import type {Bench} from '../../bench.js';
import {shellLine} from '../../commands.js';
import {addRules, CHAIN, isCut, nodeRules, podRules, rulesFor, type Cut as How} from '../../cut.js';
import {readyPodsOf} from '../../pods.js';
import {isMapping, strict} from '../../strict.js';
import type {Action} from '../action.js';
import {clusterName} from '../target.js';

const name = z.string().min(1);
const schema = strict({
  cluster: clusterName,
  how: z
    .enum(['drop', 'reject'])
    .describe('`drop`: packets vanish. `reject`: whoever connects is refused at once (RST).'),
  deployment: name
    .optional()
    .describe("Only its pod, from other pods; without it the cluster's node, from all but the host."),
  namespace: name.optional().describe("Of the Deployment; the lab's, unless it is named."),
  port: z.int().min(1).max(65_535).optional().describe("The pod's port; goes with `deployment`."),
})
  .refine(({deployment, port}) => (deployment === undefined) === (port === undefined), {
    message: 'deployment and port go together',
    when: isMapping,
  })
  .meta({
    description:
      'Cuts off the node of a cluster, or a port of a pod, by iptables in the node. Kubernetes notices nothing: the node stays in reach of the host, the pod stays ready. Taken back, the rules go; `reconnect` does that before the end.',
    examples: [{cluster: 'east', how: 'drop'}],
  });

type Cut = z.infer<typeof schema>;

/** Cuts off a cluster's node, or a port of a pod. */
export const cutOff: Action<Cut> = {
  schema,
  title: ({cluster, how, deployment, port}) =>
    `${cluster}: ${how} packets ${deployment === undefined ? 'of the node' : `to port ${port} of ${deployment}`}`,
  commands: (value, plan) => cutLines(value, plan),
  undo: ({cluster}, {plan}) => Promise.resolve([{cluster, reconnect: clusterNamed(plan, cluster).node}]),
  run: async (value, bench) => {
    const {node} = clusterNamed(bench.plan, value.cluster);
    await addRules(node, await rulesOf(value, bench), bench);
    return `${CHAIN} in ${node}`;
  },
  check: async ({cluster}, bench) => {
    const {node} = clusterNamed(bench.plan, cluster);
    const done = await isCut(node, bench);
    return {done, seen: `${CHAIN} is ${done ? '' : 'not '}in ${node}`};
  },
};

function verdictOf({how}: Cut): How {
  return how === 'drop' ? 'DROP' : 'REJECT';
}

async function rulesOf(value: Cut, bench: Bench) {
  const {cluster, deployment, port = 0, namespace = bench.plan.namespace} = value;
  if (deployment !== undefined) {
    const [pod, more] = await readyPodsOf(bench.kube(cluster), namespace, deployment);
    const address = ((pod?.['status'] ?? {}) as {readonly podIP?: string}).podIP;
    if (address !== undefined && more === undefined) return podRules(verdictOf(value), address, port);
    throw new EastwestError(`${deployment} has not one ready pod`, {code: 'NO-READY-POD'});
  }
  return rulesFor(clusterNamed(bench.plan, cluster).node, verdictOf(value), bench);
}

/** The shell fills addresses in. */
function cutLines(value: Cut, plan: Plan): readonly string[] {
  const {cluster, deployment, port = 0, namespace = plan.namespace} = value;
  const {node} = clusterNamed(plan, cluster);
  const typed = (rule: readonly string[]): string =>
    shellLine('docker', 'exec', node, 'iptables', '-w', ...rule).replaceAll(/'(\$\w+)'/g, '"$1"');
  if (deployment !== undefined) {
    const list = `k${cluster} get pods -n ${namespace} -o jsonpath='{range .items[*]}{.metadata.name} {.status.podIP}{"\\n"}{end}'`;
    const ip = `POD_IP=$(${list} | awk '/^${deployment}-/ {print $2}')`;
    return [ip, ...podRules(verdictOf(value), '$POD_IP', port).map(typed)];
  }
  const {name: network} = plan.dockerNetwork;
  return [
    // A network may have an IPv6 subnet beside, in front or behind.
    `SUBNET=$(docker network inspect ${network} -f '{{range .IPAM.Config}}{{println .Subnet}}{{end}}' | grep -F .)`,
    `HOST=$(docker inspect ${node} -f '{{(index .NetworkSettings.Networks "${network}").Gateway}}')`,
    ...nodeRules(verdictOf(value), '$SUBNET', '$HOST').map(typed),
  ];
}
