// The registry supply from nothing to a judged lab, with servers of this machine in place of the official ones.
import {existsSync} from 'node:fs';
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {openLab} from '../../src/cli/open-lab.js';
import {dockerEngine} from '../../src/drivers/docker/docker-engine.js';
import {layoutOf as registryLayoutOf, pulledTag, type Layout} from '../../src/supply/registry/layout.js';
import {layoutOf} from '../../src/supply/source/layout.js';
import {podSteps} from '../../src/supply/source/pod-images.js';
import {imageRegistry, registryProgram, type ImageRegistry} from '../helpers/image-registry.js';
import {official, removeOfficial} from '../helpers/official.js';
import {eastwest, eastwestUntil} from '../helpers/program.js';
import {projectFile} from '../helpers/project.js';
import {listening} from '../helpers/registry-work.js';
import {toolServer, type ToolServer} from '../helpers/tool-server.js';
import {judged} from './judged.js';
import {leftovers} from './leftovers.js';

const docker = dockerEngine();
const {plan, drivers} = await openLab({lab: projectFile('ch12/lab.yaml'), supply: 'source'});
const source = layoutOf(plan.supplied.folders, plan.versions.istio);
const folder = await mkdtemp(join(tmpdir(), 'eastwest-e2e-registry-'));
const catalog = join(folder, 'catalog.yaml');
const wrong = join(folder, 'wrong-catalog.yaml');
const NOBODY = `sha256:${'0'.repeat(64)}`;

let registry: ImageRegistry;
let tools: ToolServer;

/** The command line of somebody behind mirrors with a CA of their own. */
function options(from = catalog): readonly string[] {
  return [
    ...['--registry-mirror', registry.host, '--tools-mirror', tools.url],
    ...['--tools-ca', join(folder, 'ca.pem'), '--catalog', from],
  ];
}

const chosen = (from = catalog): readonly string[] => ['--supply', 'registry', ...options(from)];

function registryLayout(): Layout {
  const {folders} = plan.supplied;
  const mirrors = {registry: [registry.host], tools: tools.url};
  const platform = 'linux-amd64' as const;
  return registryLayoutOf({...folders, cache: join(folder, 'cache')}, plan.versions, {
    mirrors,
    catalog,
    platform,
  });
}

/** Every name that the engine has for what this test had it make and pull, and none that was there before. */
async function imagesOfIt(): Promise<readonly string[]> {
  if (!existsSync(catalog)) return [];
  const layout = registryLayout();
  const {node, pods, program} = layout.selection;
  const addons = Object.entries(layout.catalog.others ?? {}).map(([reference, digest]) => ({
    name: reference,
    reference,
    digest,
  }));
  const pulled = [node, ...pods, program, ...addons].map((pin) => pulledTag(pin));
  const names = await Promise.all(
    pulled.map(async (tag) => {
      const digests = (await docker.image(tag))?.digests ?? [];
      return [...digests.filter((digest) => digest.startsWith(`${registry.host}/`)), tag];
    }),
  );
  return [layout.node, layout.client, layout.workloads, ...names.flat()];
}

test.before('what the source supply has built is served under the official names', async () => {
  const program = await registryProgram();
  if (program === undefined) throw new Error('no docker-registry, and it cannot be installed here');
  registry = await imageRegistry(program);
  tools = await toolServer();
  await writeFile(join(folder, 'ca.pem'), tools.ca);
  // They are only needed to bake, so they may have been removed since.
  for (const step of podSteps({layout: source, drivers})) await step.run(listening());
  await official(source, {registry, tools}, folder);
  // From here on nothing may come from what other tests have fetched.
  process.env['XDG_CACHE_HOME'] = join(folder, 'cache');
});

test.after.always('nothing of it stays', async () => {
  await eastwest('down');
  await Promise.all([registry.close(), tools.close()]);
  await removeOfficial();
  for (const image of await imagesOfIt()) await docker.removeImage(image);
  await rm(folder, {recursive: true, force: true});
});

test.serial(
  'an image of another digest than the catalog says is refused, and nothing is baked',
  async (t) => {
    const digest = /pilot: (sha256:[0-9a-f]{64})/.exec(await readFile(catalog, 'utf8'))?.[1] ?? '';
    await writeFile(wrong, (await readFile(catalog, 'utf8')).replace(digest, NOBODY));
    const {code, stderr} = await eastwest('supply', 'bake', ...chosen(wrong));
    t.is(code, 4, stderr);
    t.regex(stderr, /SUPPLY-WRONG-DIGEST/);
    t.true(stderr.includes(NOBODY), stderr);
    t.deepEqual(await docker.containers({'dev.eastwest.supply': 'bake'}), []);
  },
);

test.serial('Ctrl+C in the midst of baking leaves no container and no image', async (t) => {
  const {code, stderr} = await eastwestUntil(/running +Node image/, 'SIGINT', 'supply', 'bake', ...chosen());
  t.is(code, 130, stderr);
  t.deepEqual(await docker.containers({'dev.eastwest.supply': 'bake'}), []);
  t.is(await docker.image(registryLayout().node), undefined);
});

test.serial('supply bake goes on, and says what came and which proxy was found in it', async (t) => {
  const {code, stdout, stderr} = await eastwest('supply', 'bake', '--json', ...chosen());
  t.is(code, 0, stderr);
  const {proxy, pulled} = JSON.parse(stdout) as {
    proxy: string;
    pulled: readonly string[];
  };
  // What is served here is the source supply's proxy, and must be taken for no more than it is.
  t.regex(proxy, /^supply registry, proxy Envoy 1\./);
  const named = pulled.map((one) => one.split('@')[0]);
  for (const reference of [`istio/pilot:${plan.versions.istio}`, `istio/proxyv2:${plan.versions.istio}`]) {
    t.true(named.includes(`docker.io/${reference}`), pulled.join('\n'));
  }
  for (const one of pulled) t.true((await readFile(catalog, 'utf8')).includes(one.split('@')[1] ?? ''), one);
});

test.serial('up makes the lab of it when every server is gone', async (t) => {
  await Promise.all([registry.close(), tools.close()]);
  const {code, stdout, stderr} = await eastwest('up', '--json', ...chosen());
  t.is(code, 0, stderr);
  const result = JSON.parse(stdout) as {made: readonly string[]; tookMs: number};
  t.log(`up: ${(result.tookMs / 1000).toFixed(1)} s`);
  t.deepEqual(
    result.made.filter((id) => id.startsWith('supply.')),
    [],
  );
});

test.serial('who says nothing of a supply gets the one that the lab is made of', async (t) => {
  const {code, stdout, stderr} = await eastwest('status', '--json', ...options());
  t.is(code, 0, stderr);
  t.regex(stderr, /supply registry: lab ch12 is made of it/);
  const {up, proxy, steps} = JSON.parse(stdout) as {
    up: boolean;
    proxy: string;
    steps: readonly {id: string; state: string; seen: string}[];
  };
  t.true(up, JSON.stringify(steps.filter(({state}) => state !== 'there')));
  t.regex(proxy, /supply registry/);
  const running = steps.find(({id}) => id === 'mesh.west.proxy')?.seen ?? '';
  t.regex(running, /^stock-envoy, Envoy \d/);
});

for (const name of ['webapp', 'prometheus', 'grafana', 'kiali', 'jaeger']) {
  test.serial(`open ${name} knows a published port that answers`, async (t) => {
    const {code, stdout, stderr} = await eastwest('open', name, '--json', ...chosen());
    t.is(code, 0, stderr);
    const {url, status} = JSON.parse(stdout) as {url: string; status: number};
    t.regex(url, /:30\d{3}\//);
    t.true(status > 0 && status < 500, String(status));
  });
}

test.serial(
  "the whole pack is judged; what needs Istio's own proxy is skipped, with the reason",
  async (t) => {
    const {code, stdout, stderr, tookMs} = await eastwest('run', 'ch12', '--json', ...chosen());
    t.log(`run ch12: ${(tookMs / 1000).toFixed(1)} s`);
    const {count, others} = judged(stdout);
    t.deepEqual(others, ['ch12/dashboards skipped'], stderr);
    t.true(count > 25);
    t.is(code, 0);
    const {folder: report} = JSON.parse(stdout) as {folder: string};
    t.regex(await readFile(join(report, 'junit.xml'), 'utf8'), /name="supply" value="registry"/);
  },
);

test.serial('a bundle is made of it, which says so and is sound', async (t) => {
  const file = join(folder, 'lab.tar');
  const created = await eastwest('bundle', 'create', file, ...chosen());
  t.is(created.code, 0, created.stderr);
  const verified = await eastwest('bundle', 'verify', file);
  t.is(verified.code, 0, verified.stderr);
  const {code, stdout, stderr} = await eastwest('bundle', 'inspect', '--json', file);
  t.is(code, 0, stderr);
  const {madeFrom} = JSON.parse(stdout) as {madeFrom: {supply: string}};
  t.is(madeFrom.supply, 'registry');
});

test.serial('down leaves nothing of the lab; what was baked stays', async (t) => {
  const {code, stderr} = await eastwest('down', ...chosen());
  t.is(code, 0, stderr);
  t.deepEqual(await leftovers(), []);
  t.not(await docker.image(registryLayout().node), undefined);
  t.true(existsSync(join(folder, 'cache/eastwest/tools')));
});
