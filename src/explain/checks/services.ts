import type {KubeObject, Selector} from '../../drivers/kube/kube.js';
import {readManifest} from '../../drivers/kube/manifest.js';
import {peersOf, type ClusterPlan} from '../../plan/plan.js';
import {check} from '../check.js';
import {fault, faultsIn, type Fault, type Judged} from '../judged.js';
import {fits, labelsOf, named, part, selectorText} from '../looks/objects.js';
import {lives} from '../looks/pods.js';
import {podsOf} from '../looks/proxies.js';
import type {Scene} from '../scene.js';

interface Port {
  readonly name: string;
  readonly port: number;
  readonly appProtocol: string;
}

interface ServiceForm {
  readonly selector: Selector;
  readonly ports: readonly Port[];
}

export interface ServiceSeen {
  readonly cluster: string;
  readonly name: string;
  /** The manifest that declares it. */
  readonly file: string;
  readonly wanted: ServiceForm;
  readonly live: ServiceForm | undefined;
  /** How many pods of its cluster the live one selects. */
  readonly pods: number;
  /** Where the pods are that are wanted, in other clusters, while its own has none. */
  readonly standsInFor: string | undefined;
}

export const servicesCheck = check<readonly ServiceSeen[]>({
  id: 'services',
  looked: 'Services that the lab declares: there, selector, ports',
  look: async (scene) =>
    (await Promise.all(scene.plan.clusters.map((cluster) => look(scene, cluster)))).flat(),
  judge: (seen) => judgeServices(seen),
});

async function look(scene: Scene, cluster: ClusterPlan): Promise<readonly ServiceSeen[]> {
  const {plan} = scene;
  const peers = peersOf(plan, cluster);
  const [services, pods, others] = await Promise.all([
    scene.list(cluster, 'v1', 'Service'),
    livingPods(scene, cluster),
    Promise.all(peers.map(async (peer) => ({peer, pods: await livingPods(scene, peer)}))),
  ]);
  const files = await Promise.all(
    cluster.apps.map(async (file) => ({file, objects: await readManifest(file)})),
  );
  const declared = files.flatMap(({file, objects}) =>
    objects.filter((object) => isOwn(object, plan.namespace)).map((object) => ({file, object})),
  );
  return declared.map(({file, object}) => {
    const {name} = object.metadata;
    const live = named(services, name, plan.namespace);
    const wanted = formOf(object);
    const selects = (all: readonly KubeObject[], form: ServiceForm): number =>
      all.filter((pod) => fits(labelsOf(pod), form.selector)).length;
    return {
      cluster: cluster.name,
      name,
      file,
      wanted,
      live: live && formOf(live),
      pods: live === undefined ? 0 : selects(pods, formOf(live)),
      standsInFor:
        selects(pods, wanted) > 0
          ? undefined
          : others.find((other) => selects(other.pods, wanted) > 0)?.peer.name,
    };
  });
}

/** Without a namespace a manifest is for that of the lab. */
function isOwn({kind, metadata}: KubeObject, namespace: string): boolean {
  return kind === 'Service' && (metadata.namespace ?? namespace) === namespace;
}

async function livingPods(scene: Scene, cluster: ClusterPlan): Promise<readonly KubeObject[]> {
  const pods = await podsOf(scene, cluster);
  return pods.filter((pod) => pod.metadata.namespace === scene.plan.namespace && lives(pod));
}

function formOf(service: KubeObject): ServiceForm {
  const {selector = {}, ports = []} = part(service, 'spec') as {
    readonly selector?: Selector;
    readonly ports?: readonly Partial<Port>[];
  };
  return {
    selector,
    ports: ports.map(({name = '', port = 0, appProtocol = ''}) => ({name, port, appProtocol})),
  };
}

/** Pure. */
export function judgeServices(seen: readonly ServiceSeen[]): Judged {
  const clusters = [...new Set(seen.map(({cluster}) => cluster))];
  return {
    evidence: clusters.map((of) => ({
      of,
      seen: seen
        .filter(({cluster}) => cluster === of)
        .map(serviceText)
        .join('; '),
    })),
    faults: faultsIn(seen.map(missingFault), seen.map(selectorFault), seen.map(portFault)),
  };
}

function serviceText({name, live, pods, standsInFor}: ServiceSeen): string {
  if (live === undefined) return `${name} is not there`;
  const where = standsInFor === undefined ? `${pods} pods` : `no pods here, they are in ${standsInFor}`;
  return `${name} selects ${selectorText(live.selector)} (${where}), ports ${live.ports.map(portText).join(', ')}`;
}

function portText({name, port, appProtocol}: Port): string {
  return `${name === '' ? 'unnamed' : name} ${port}${appProtocol === '' ? '' : ` (${appProtocol})`}`;
}

function missingFault({cluster, name: service, file, live, standsInFor}: ServiceSeen): Fault | undefined {
  if (live !== undefined) return undefined;
  return standsInFor === undefined
    ? fault('service-missing', {cluster, service, file})
    : fault('stub-service-missing', {cluster, service, file, peer: standsInFor});
}

function selectorFault({cluster, name: service, file, wanted, live}: ServiceSeen): Fault | undefined {
  if (live === undefined || selectorText(live.selector) === selectorText(wanted.selector)) return undefined;
  return fault('service-selector', {
    cluster,
    service,
    file,
    found: selectorText(live.selector),
    wanted: selectorText(wanted.selector),
  });
}

function portFault({cluster, name: service, file, wanted, live}: ServiceSeen): Fault | undefined {
  for (const port of wanted.ports) {
    const found = live?.ports.find((one) => one.port === port.port);
    if (live === undefined || (found !== undefined && protocolOf(found) === protocolOf(port))) continue;
    return fault('service-port-name', {
      cluster,
      service,
      file,
      port: String(port.port),
      found: found === undefined ? 'nothing, for it is not there,' : `“${found.name}”`,
      wanted: `“${port.name}”`,
    });
  }
  return undefined;
}

/** As Istio reads it: `appProtocol`, else what stands before the first hyphen of the name. */
function protocolOf({name, appProtocol}: Port): string {
  return (appProtocol === '' ? (name.split('-')[0] ?? '') : appProtocol).toLowerCase();
}
