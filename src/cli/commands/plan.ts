import {EXIT} from '../../base/errors.js';
import {inOrder} from '../../engine/graph.js';
import type {Plan} from '../../plan/plan.js';
import {allSteps} from '../../stages.js';
import {openLab} from '../open-lab.js';
import type {CommonOptions} from '../command.js';
import {addonsText} from '../render/addons.js';
import {meshText} from '../render/mesh.js';
import {proxyText} from '../render/proxy.js';
import {table} from '../render/table.js';

export function command() {
  return async (options: CommonOptions) => {
    const {plan, drivers, chosen} = await openLab(options, 'network');
    process.stderr.write(`${chosen}\n`);
    const steps = inOrder(allSteps(plan, drivers, {install: true}));
    if (options.json) {
      const listed = steps.map(({id, title, needs, commands}) => ({id, title, needs, commands}));
      process.stdout.write(`${JSON.stringify({...plan, steps: listed}, null, 2)}\n`);
      return EXIT.good;
    }
    const described = steps.flatMap(({id, title, commands}) => [
      `${id}  ${title}`,
      ...commands.map((line) => `    $ ${line}`),
    ]);
    process.stdout.write(`${heading(plan)}\n\n${described.join('\n')}\n`);
    return EXIT.good;
  };
}

function heading(plan: Plan): string {
  const {istio, kubernetes, metallb} = plan.versions;
  const rows = plan.clusters.map(({name, istioName, network, podSubnet, serviceSubnet, pool, locality}) => [
    name,
    istioName,
    network,
    podSubnet,
    serviceSubnet,
    `.${pool.first}-.${pool.last}`,
    `${locality.region}/${locality.zone}`,
  ]);
  return [
    `lab ${plan.lab}: mesh ${plan.meshId}, Istio ${istio}, Kubernetes ${kubernetes}, MetalLB ${metallb}`,
    meshText(plan),
    proxyText(plan),
    addonsText(plan),
    '',
    table(['cluster', 'in Istio', 'network', 'pods', 'services', 'addresses', 'locality'], rows),
  ].join('\n');
}
