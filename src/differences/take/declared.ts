import {at, fieldsAt, isFields, itemsAt, stringAt, unpacked, without, type Fields} from '../../base/json.js';
import {readYaml} from '../../base/yaml.js';
import type {KubeObject} from '../../drivers/kube/kube.js';
import {digest, sorted} from '../parts.js';

/** Written by programs on their own behalf. */
const PASSING_ANNOTATIONS = [
  'kubectl.kubernetes.io/last-applied-configuration',
  'kubectl.kubernetes.io/restartedAt',
  'deployment.kubernetes.io/revision',
  'deprecated.daemonset.template.generation',
  'control-plane.alpha.kubernetes.io/leader',
];

/** What was declared of an object, in a form in which two can be compared field by field. Pure. */
export function declared(object: KubeObject, askedNodePorts: readonly number[]): Fields {
  const {labels = {}, annotations = {}} = object.metadata;
  const kept = without(annotations, PASSING_ANNOTATIONS);
  const metadata = {labels, ...(Object.keys(kept).length === 0 ? {} : {annotations: kept})};
  const rest = without(object, ['apiVersion', 'kind', 'metadata', 'status']);
  switch (object.kind) {
    case 'Namespace':
      return {labels};
    case 'Service':
      return {...metadata, ...serviceOf(object, askedNodePorts)};
    case 'ConfigMap':
      return {...metadata, ...configOf(object)};
    case 'CustomResourceDefinition':
      return definitionOf(object);
    case 'Pod':
      return podOf(object);
    case 'Deployment':
    case 'DaemonSet':
      return {...metadata, spec: templated(fieldsAt(object, 'spec'))};
    case 'ServiceAccount':
      // Tokens and pull secrets come and go by themselves.
      return metadata;
    default:
      return {...metadata, ...rest};
  }
}

function templated(spec: Fields): Fields {
  const annotations = without(fieldsAt(spec, 'template', 'metadata', 'annotations'), PASSING_ANNOTATIONS);
  const metadata = {labels: fieldsAt(spec, 'template', 'metadata', 'labels'), annotations};
  return {...spec, template: {...fieldsAt(spec, 'template'), metadata}};
}

/** Without the addresses and ports that a cluster draws; the load balancer's address is a fact. */
function serviceOf(object: KubeObject, asked: readonly number[]): Fields {
  const drawn = ['clusterIP', 'clusterIPs', 'healthCheckNodePort'];
  const ports = itemsAt(object, 'spec', 'ports').map((port) =>
    isFields(port) && !asked.includes(Number(port['nodePort'])) ? without(port, ['nodePort']) : port,
  );
  const addresses = itemsAt(object, 'status', 'loadBalancer', 'ingress').map(
    (one) => stringAt(one, 'ip') || stringAt(one, 'hostname'),
  );
  const spec = {...without(fieldsAt(object, 'spec'), drawn), ports};
  return {spec, ...(addresses.length === 0 ? {} : {addresses})};
}

/** Texts of a ConfigMap that are YAML or JSON, as what they say; templates by a digest. */
function configOf(object: KubeObject): Fields {
  const data = Object.entries(fieldsAt(object, 'data')).map(([key, text]) => [key, said(text)] as const);
  const read: Fields = Object.fromEntries(data);
  const templates = fieldsAt(read, 'config', 'templates');
  if (Object.keys(templates).length === 0) return read;
  const texts = Object.entries(templates).map(([name, text]) => [name, `text ${digest(String(text))}`]);
  return {...read, config: {...fieldsAt(read, 'config'), templates: Object.fromEntries(texts) as Fields}};
}

function said(text: unknown): unknown {
  if (typeof text !== 'string') return text;
  const {documents, problems} = readYaml('a ConfigMap', text);
  return problems.length === 0 && documents.length === 1 ? documents[0]?.value : text;
}

/** Schemas are long and change in every word: their digests tell that they did. */
function definitionOf(object: KubeObject): Fields {
  const versions = itemsAt(object, 'spec', 'versions').map((version) => [
    stringAt(version, 'name'),
    {
      served: at(version, 'served'),
      storage: at(version, 'storage'),
      schema: `schema ${digest(JSON.stringify(sorted(at(version, 'schema'))))}`,
    },
  ]);
  return {scope: at(object, 'spec', 'scope'), versions: Object.fromEntries(versions) as Fields};
}

/** What the injector has put into a pod. */
function podOf(object: KubeObject): Fields {
  const {labels = {}, annotations = {}} = object.metadata;
  const own = (list: string, name: string): readonly unknown[] =>
    itemsAt(object, 'spec', list).filter((container) => stringAt(container, 'name') === name);
  return {
    labels,
    annotations: Object.fromEntries(
      Object.entries(without(annotations, PASSING_ANNOTATIONS)).map(([key, text]) => [
        key,
        unpacked(String(text)),
      ]),
    ),
    containers: own('containers', 'istio-proxy').map(withReadEnvironment),
    initContainers: ['istio-init', 'istio-validation', 'istio-proxy']
      .flatMap((name) => own('initContainers', name))
      .map(withReadEnvironment),
  };
}

/** Some variables hold JSON. */
function withReadEnvironment(container: unknown): Fields {
  const env = itemsAt(container, 'env').map((variable) => {
    const value = at(variable, 'value');
    if (!isFields(variable) || typeof value !== 'string') return variable;
    return {...variable, value: whole(stringAt(variable, 'name'), unpacked(value))};
  });
  return {...fieldsAt({container}, 'container'), ...(env.length === 0 ? {} : {env})};
}

/** Of what is in here the injector leaves out what is as usual (pkg/kube/inject/template.go, cleanProxyConfig). */
const PROXY_CONFIG = 'PROXY_CONFIG';
/** The control plane that has no revision (pkg/config/mesh/mesh.go); one that has a revision is always named. */
const USUAL = {discoveryAddress: 'istiod.istio-system.svc:15012'};

function whole(name: string, value: unknown): unknown {
  return name === PROXY_CONFIG && isFields(value) ? {...USUAL, ...value} : value;
}
