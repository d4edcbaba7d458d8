import {isFields, type Fields} from '../../base/json.js';
import {REVISION, type Names} from './names.js';
import {asSet, walked} from './walk.js';

/** An address that Istio knows the load of by counting: pods, and what stands for the pods behind it. */
const COUNTED = /^<pod of /;

/**
 * The hosts of a service, each kind once: how many pods there are at the moment, and behind a gateway, is not what the
 * control plane has decided.
 */
export function endpointsOf(part: unknown, gateways: readonly string[], {mesh}: Names): readonly unknown[] {
  if (!Array.isArray(part)) return [];
  return asSet(part.map((endpoint) => endpointOf(endpoint, gateways, mesh)));
}

function endpointOf(endpoint: unknown, gateways: readonly string[], mesh: Names['mesh']): unknown {
  if (!isFields(endpoint)) return endpoint;
  const {weight, ...rest} = endpoint;
  const raw = String(endpoint['address']);
  const address = mesh(raw);
  const counts = COUNTED.test(address) || gateways.includes(raw.replace(/:\d+$/, ''));
  const named = walked(rest, {
    text: (text, key) => (key === 'workload' ? workloadName(mesh(text)) : mesh(text)),
  }) as Fields;
  return {...named, ...(weight === undefined || counts ? {} : {weight})};
}

/** Whose an endpoint is: `name;namespace;canonical name;canonical revision;cluster`. */
const SYSTEM_WORKLOAD = /^([^;]*;istio-system;[^;]*;)[^;]*(;.*)$/;

/** Of what istioctl installs the canonical revision is that of its control plane, and `latest`, or nothing, without one. */
export function workloadName(text: string): string {
  return text.replace(SYSTEM_WORKLOAD, `$1${REVISION}$2`);
}
