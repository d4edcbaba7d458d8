import {createHash} from 'node:crypto';
import {cp, copyFile, mkdir, readFile, writeFile} from 'node:fs/promises';
import {basename, join} from 'node:path';
import {parse, stringify} from 'yaml';
import {systemProcesses} from '../../src/drivers/process/system-processes.js';
import {imagesIn} from '../../src/supply/registry/addon-images.js';
import {ADDONS} from '../../src/lab/lab.js';
import {parseReference} from '../../src/supply/registry/mirrors.js';
import {partsFor} from '../../src/supply/source/catalog.js';
import type {Layout} from '../../src/supply/source/layout.js';
import {chapterPlan} from './chapter.js';
import type {ImageRegistry} from './image-registry.js';
import {projectFile} from './project.js';
import type {ToolServer} from './tool-server.js';

const {kubernetes, kind, istio, metallb} = partsFor(chapterPlan().versions.istio);
const FIXTURES = projectFile('test/fixtures/official');
const KUBERNETES_PODS = [
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kube-proxy',
  'etcd',
  'coredns',
  'pause',
];
const LABEL = 'dev.eastwest.test=official';
const options = {signal: new AbortController().signal, timeoutMs: 600_000};

/** What stands in for the official servers. */
export interface Official {
  readonly registry: ImageRegistry;
  readonly tools: ToolServer;
  /** A catalog with the digests and sums of what they serve. */
  readonly catalog: string;
}

/**
 * Puts what the source supply has built into a registry and on a web server, under the names and paths of the
 * official ones; of Grafana and Kiali, which it does not build, stand-ins. Writes a catalog that says so: every image
 * by its digest, so that nothing of it is ever taken for what the official servers have.
 */
export async function official(
  source: Layout,
  {registry, tools}: Pick<Official, 'registry' | 'tools'>,
  folder: string,
): Promise<string> {
  const release = await istioRelease(source, folder);
  const images = await pushImages(source, registry, folder);
  await serveTools(source, tools, release.archive);
  const catalog = parse(await readFile(projectFile('images/registry/catalog.yaml'), 'utf8')) as {
    kubernetes: {versions: Record<string, unknown>};
    kindRelease: {versions: Record<string, unknown>};
    istio: {versions: Record<string, unknown>};
    metallb: {versions: Record<string, {digests?: unknown}>};
    node: {digest: string};
    others?: Record<string, string>;
  };
  catalog.kubernetes.versions[kubernetes.version] = {kind: kind.version, digest: images.node};
  catalog.kindRelease.versions[kind.version] = {
    sha256: {'linux-amd64': await sumOf(join(source.go.kind, 'kind'))},
  };
  catalog.istio.versions[istio.version] = {digests: {pilot: images.pilot, proxy: images.proxy}};
  catalog.metallb.versions[metallb.version] = {
    ...catalog.metallb.versions[metallb.version],
    digests: {controller: images.controller, speaker: images.speaker},
  };
  catalog.node.digest = images.program;
  catalog.others = {};
  for (const reference of release.addonImages) {
    const built = source.pods.find(({pod}) => pod.references.includes(reference))?.image;
    const {path, tag} = parseReference(reference);
    catalog.others[reference] = await registry.push(built ?? STAND_IN, `${path}:${tag}`);
  }
  const file = join(folder, 'catalog.yaml');
  await writeFile(file, stringify(catalog));
  return file;
}

const STAND_IN = 'eastwest-test/stand-in:1';
const PROGRAM = 'eastwest-test/program:1';
const NODE = 'eastwest-test/node:1';

/** Removes the images that were only made to be pushed. */
export async function removeOfficial(): Promise<void> {
  for (const image of [STAND_IN, PROGRAM, NODE]) {
    await docker('rmi', '--force', image).catch(() => undefined);
  }
}

async function pushImages(source: Layout, registry: ImageRegistry, folder: string) {
  const image = (name: string): string => {
    const found = source.pods.find(({pod}) => pod.name === name)?.image;
    if (found === undefined) throw new Error(`the source supply has no image ${name}`);
    return found;
  };
  await build('program.Dockerfile', PROGRAM, source.base);
  await build('stand-in.Dockerfile', STAND_IN, image('workloads'));
  await nodeImage(source, image, folder);
  return {
    node: await registry.push(NODE, `kindest/node:v${kubernetes.version}`),
    pilot: await registry.push(image('pilot'), `istio/pilot:${istio.version}`),
    proxy: await registry.push(image('proxyv2'), `istio/proxyv2:${istio.version}`),
    controller: await registry.push(image('metallb-controller'), `metallb/controller:v${metallb.version}`),
    speaker: await registry.push(image('metallb-speaker'), `metallb/speaker:v${metallb.version}`),
    program: await registry.push(PROGRAM, 'library/node:20-bookworm-slim'),
  };
}

/** A node image as kind makes one: Kubernetes and its own images, not unpacked. */
async function nodeImage(source: Layout, image: (name: string) => string, folder: string): Promise<void> {
  const inside = join(folder, 'node');
  await mkdir(join(inside, 'bin'), {recursive: true});
  for (const program of ['kubeadm', 'kubelet', 'kubectl']) {
    await copyFile(join(source.go.kubernetes, program), join(inside, 'bin', program));
  }
  await copyFile(join(FIXTURES, 'node.sh'), join(inside, 'node.sh'));
  const pods = source.pods.filter(({pod}) => KUBERNETES_PODS.includes(pod.name));
  const names = pods.flatMap(({pod, image: tag}) =>
    pod.references.map((reference) => `${tag} ${reference}\n`),
  );
  await writeFile(join(inside, 'names'), names.join(''));
  await docker('save', '--output', join(inside, 'images.tar'), ...KUBERNETES_PODS.map(image));
  const container = `eastwest-test-node-${process.pid}`;
  try {
    await docker(
      ...['run', '--name', container, '--label', LABEL, '--privileged', '--network', 'none'],
      ...['--mount', `type=bind,source=${inside},target=/in,readonly`],
      ...['--entrypoint', 'sh', source.system, '/in/node.sh', `v${kubernetes.version}`],
    );
    const entrypoint = 'ENTRYPOINT ["/usr/local/bin/entrypoint", "/sbin/init"]';
    await docker('commit', '--change', entrypoint, '--change', 'CMD []', container, NODE);
  } finally {
    await docker('rm', '--force', '--volumes', container);
  }
}

/** Istio's release for Linux, of the istioctl that was built and the addons of its module. */
async function istioRelease(source: Layout, folder: string) {
  const {stdout} = await systemProcesses.run('go', ['env', 'GOMODCACHE'], {...options, cwd: '/'});
  const module = join(stdout.trim(), `${istio.module}@${istio.moduleVersion}`);
  const name = `istio-${istio.version}`;
  await mkdir(join(folder, name, 'bin'), {recursive: true});
  await copyFile(join(source.go.istio, 'istioctl'), join(folder, name, 'bin/istioctl'));
  await cp(join(module, 'samples/addons'), join(folder, name, 'samples/addons'), {recursive: true});
  const archive = join(folder, `${name}-linux-amd64.tar.gz`);
  await systemProcesses.run(
    'tar',
    ['--use-compress-program', 'gzip -1', '-cf', archive, '-C', folder, name],
    options,
  );
  const manifests = await Promise.all(
    ADDONS.map((addon) => readFile(join(module, 'samples/addons', `${addon}.yaml`), 'utf8')),
  );
  return {archive, addonImages: [...new Set(manifests.flatMap((text) => imagesIn(text)))].sort()};
}

async function serveTools(source: Layout, tools: ToolServer, archive: string): Promise<void> {
  const kubectl = join(source.go.kubernetes, 'kubectl');
  const at = `/dl.k8s.io/release/v${kubernetes.version}/bin/linux/amd64/kubectl`;
  tools.putFile(at, kubectl);
  tools.put(`${at}.sha256`, Buffer.from(await sumOf(kubectl)));
  const releases = `/github.com/istio/istio/releases/download/${istio.version}/${basename(archive)}`;
  tools.putFile(releases, archive);
  tools.put(`${releases}.sha256`, Buffer.from(`${await sumOf(archive)}  ${basename(archive)}\n`));
  tools.putFile(
    `/github.com/kubernetes-sigs/kind/releases/download/v${kind.version}/kind-linux-amd64`,
    join(source.go.kind, 'kind'),
  );
  tools.putFile(
    `/raw.githubusercontent.com/metallb/metallb/v${metallb.version}/config/manifests/metallb-native.yaml`,
    join(source.go.metallb, 'metallb-native.yaml'),
  );
}

async function build(dockerfile: string, image: string, base: string): Promise<void> {
  const args = ['build', '--quiet', '--tag', image, '--label', LABEL, '--build-arg', `BASE=${base}`];
  await systemProcesses.run('docker', [...args, '--file', join(FIXTURES, dockerfile), FIXTURES], {
    ...options,
    env: {DOCKER_BUILDKIT: '0'},
  });
}

async function docker(...args: readonly string[]): Promise<void> {
  await systemProcesses.run('docker', args, options);
}

async function sumOf(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
}
