import {dotted, overlap, parseCidr, sizeOf, type Cidr} from '../../lab/cidr.js';
import {networkMisfit} from '../../plan/network-fit.js';
import {fault, ok, type Finding} from '../finding.js';
import {isOwn} from '../own.js';
import type {Probes} from '../probes.js';

const CODE = 'HOST-SUBNET';
const WHAT = 'subnet of the docker network';
const ELSEWHERE = 'give spec.dockerNetwork.subnet another range';

/** The addresses of the lab's network: those that it has, or is to have, and who else has them. */
export async function subnet({
  plan,
  host,
  engine,
  docker,
}: Pick<Probes, 'plan' | 'host' | 'engine' | 'docker'>): Promise<Finding> {
  const {name, subnet: declared} = plan.dockerNetwork;
  const network = (await engine) === undefined ? undefined : await docker.network(name);
  if (network !== undefined && !isOwn(plan, network)) return ok(CODE, WHAT, `that of a stranger's ${name}`);
  const range = network?.subnet ?? declared;
  if (range === undefined) return ok(CODE, WHAT, 'the engine will choose it');
  const misfit = networkMisfit(plan, range);
  if (misfit !== undefined) return fault(CODE, WHAT, misfit.message, misfit.hint);
  if (network !== undefined) return ok(CODE, WHAT, `${range}, this lab's own`);
  const taken = [
    ...((await engine) === undefined ? [] : await networksAt(range, docker)),
    ...routesAt(range, (await host.readFile('/proc/net/route')) ?? ''),
  ];
  if (taken.length === 0) return ok(CODE, WHAT, `${range} is free`);
  return fault(CODE, WHAT, `${range} overlaps ${taken.join(', ')}`, ELSEWHERE);
}

async function networksAt(range: string, docker: Probes['docker']): Promise<readonly string[]> {
  const networks = await docker.networks({});
  return networks
    .filter(({subnet}) => overlaps(range, parseCidr(subnet)))
    .map(({name, subnet}) => `the docker network ${name} (${subnet})`);
}

/** Routes of this machine, from /proc/net/route, that a network of this range would take over. */
function routesAt(range: string, table: string): readonly string[] {
  return table.split('\n').flatMap((line) => {
    const [device = '', destination = '', , , , , , mask = ''] = line.split('\t');
    if (!/^[0-9A-F]{8}$/.test(destination) || !/^[0-9A-F]{8}$/.test(mask)) return [];
    const bits = littleEndian(mask).toString(2).replaceAll('0', '').length;
    const route = {base: littleEndian(destination), bits};
    // The default route is every address's.
    if (bits === 0 || !overlaps(range, route)) return [];
    return [`the route to ${dotted(route.base)}/${bits} by ${device}`];
  });
}

function overlaps(range: string, other: Cidr | undefined): boolean {
  const cidr = parseCidr(range);
  return cidr !== undefined && other !== undefined && sizeOf(other) > 0 && overlap(cidr, other);
}

/** As the kernel writes addresses there, the last octet first. */
function littleEndian(hex: string): number {
  return [6, 4, 2, 0].reduce((number, at) => number * 256 + Number.parseInt(hex.slice(at, at + 2), 16), 0);
}
