import {z} from 'zod';
import {clusterName} from '../../actions/target.js';
import {clusterNamed, type Plan} from '../../../plan/plan.js';
import type {Bench} from '../../bench.js';
import {shellLine} from '../../commands.js';
import {isMapping, strict} from '../../strict.js';
import {call as callProbe} from '../call/call.js';
import {callCommands} from '../call/commands.js';
import type {Probe} from '../probe.js';
import {sourceText, sourceWords} from '../source.js';
import {captured, type Tap} from './capture.js';
import {connectionsOf} from './connections.js';

const text = z.string().min(1);

const schema = strict({
  node: text.optional().describe("On the wire of this cluster's node."),
  pod: strict({
    cluster: clusterName,
    deployment: text.describe('Name of the Deployment.'),
    namespace: text.optional().describe("The lab's namespace, unless it is named."),
  })
    .optional()
    .describe('Or else in a pod of this Deployment, by its proxy, which must be privileged.'),
  device: z
    .string()
    .regex(/^[\w.-]+$/, 'expected the name of a network device')
    .optional()
    .describe('`eth0` of a node and `any` of a pod, unless given.'),
  filter: z
    .string()
    .regex(/^[\w ()!=<>.-]+$/, 'expected a filter such as "tcp port 15443"')
    .describe('What tcpdump takes, e.g. `tcp port 15443`.'),
  during: callProbe.schema.describe('The calls that are made meanwhile.'),
})
  .refine(({node, pod}) => (node === undefined) !== (pod === undefined), {
    message: 'wants one of node, pod',
    when: isMapping,
  })
  .meta({
    description:
      'What goes over a wire while calls are made: which connections, and whether they can be read.',
    examples: [
      {
        node: 'west',
        filter: 'tcp port 15443',
        during: {
          from: 'mypc',
          gateway: 'west',
          host: 'webapp.istioinaction.io',
          path: '/api/catalog',
          count: 5,
          by: 'status',
        },
      },
    ],
  });

type Packets = z.infer<typeof schema>;

/** What goes over a wire while calls are made: which connections, and whether they can be read. */
export const packets: Probe<Packets> = {
  schema,
  gives: 'packets',
  title: ({node, pod, filter, during}) =>
    `packets of ${filter} ${pod === undefined ? `at ${node}'s node` : `in ${sourceText(pod)}`} during ${callProbe.title(during)}`,
  commands: (value, plan) => [tcpdumpLine(value, plan), ...callCommands(value.during, plan)],
  measure: async (value, bench) => {
    const {during, filter, device = deviceOf(value)} = value;
    const file = await captured({tap: tapOf(value), device, filter}, bench, () =>
      callProbe.measure(during, bench),
    );
    return {kind: 'packets', connections: connectionsOf(file), caller: await callerOf(during.from, bench)};
  },
};

function deviceOf({pod}: Packets): string {
  return pod === undefined ? 'eth0' : 'any';
}

function tapOf({node = '', pod}: Packets): Tap {
  if (pod === undefined) return {kind: 'node', cluster: node};
  return {kind: 'pod', from: {...pod, container: 'istio-proxy'}};
}

function tcpdumpLine(value: Packets, plan: Plan): string {
  const {node = '', pod, filter, device = deviceOf(value)} = value;
  const tcpdump = ['tcpdump', '-i', device, '-nn', filter];
  if (pod !== undefined) {
    return shellLine(...sourceWords({...pod, container: 'istio-proxy'}, plan), 'sudo', ...tcpdump);
  }
  const {client} = plan.supplied.images;
  const network = `container:${clusterNamed(plan, node).node}`;
  return shellLine('docker', 'run', '--rm', '--network', network, '--cap-add', 'NET_RAW', client, ...tcpdump);
}

/** The client container's address in the lab's network; '' where a pod calls. */
async function callerOf(from: Packets['during']['from'], {plan, docker}: Bench): Promise<string> {
  if (typeof from !== 'string') return '';
  return (await docker.container(from))?.addresses[plan.dockerNetwork.name] ?? '';
}
