import {fault, ok, type Finding} from '../finding.js';
import {isOwn} from '../own.js';
import {KIND_LABEL} from '../../plan/own.js';
import {LAB_LABEL} from '../../plan/plan.js';
import type {Probes} from '../probes.js';

type ForeignProbes = Pick<Probes, 'plan' | 'engine' | 'docker'>;

/** Clusters of the plan's names that were not made for this lab: they are never touched. */
export async function foreignClusters({plan, engine, docker}: ForeignProbes): Promise<Finding> {
  const [code, what] = ['HOST-CLUSTER-FOREIGN', 'cluster names'];
  if ((await engine) === undefined) return ok(code, what, 'no engine, no clusters');
  const found = await Promise.all(
    plan.clusters.map(async ({name, node}) => {
      const [named, nodes] = await Promise.all([
        docker.container(node),
        docker.containers({[KIND_LABEL]: name}),
      ]);
      const containers = named === undefined ? nodes : [named, ...nodes];
      const foreign = containers.find((container) => !isOwn(plan, container));
      return foreign === undefined ? [] : [{name, container: foreign.name, maker: makerOf(foreign.labels)}];
    }),
  );
  const foreign = found.flat();
  if (foreign.length === 0)
    return ok(code, what, `${plan.clusters.map(({name}) => name).join(', ')}: free or this lab's`);
  return fault(
    code,
    what,
    foreign.map(({name, container, maker}) => `${name} (container ${container}) ${maker}`).join('; '),
    `if you no longer need it: ${foreign.map(({name}) => `kind delete cluster --name ${name}`).join(' && ')}`,
  );
}

/** The client container's name, taken by something else. */
export async function foreignClient({plan, engine, docker}: ForeignProbes): Promise<Finding> {
  const [code, what] = ['HOST-CLIENT-FOREIGN', 'client name'];
  const {name} = plan.client;
  const container = (await engine) === undefined ? undefined : await docker.container(name);
  if (container === undefined || isOwn(plan, container)) return ok(code, what, `${name}: free or this lab's`);
  return fault(
    code,
    what,
    `container ${name} ${makerOf(container.labels)}`,
    `if you no longer need it: docker rm -f ${name}`,
  );
}

/** The docker network's name, taken by something else. */
export async function foreignNetwork({plan, engine, docker}: ForeignProbes): Promise<Finding> {
  const [code, what] = ['HOST-NETWORK-FOREIGN', 'network name'];
  const {name} = plan.dockerNetwork;
  const network = (await engine) === undefined ? undefined : await docker.network(name);
  if (network === undefined || isOwn(plan, network)) return ok(code, what, `${name}: free or this lab's`);
  return fault(
    code,
    what,
    `network ${name} ${makerOf(network.labels)}`,
    `if you no longer need it: docker network rm ${name}`,
  );
}

function makerOf(labels: Readonly<Record<string, string>>): string {
  const lab = labels[LAB_LABEL];
  return lab === undefined ? 'was not made by eastwest' : `belongs to the lab ${lab}`;
}
