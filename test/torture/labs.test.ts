import test, {type ExecutionContext} from 'ava';
import {openLab, type OpenLab} from '../../src/cli/open-lab.js';
import type {PathFigures} from '../../src/engine/critical-path.js';
import {loadBalancerAddress} from '../../src/drivers/kube/workloads.js';
import {ISTIO_SYSTEM, type ClusterPlan} from '../../src/plan/plan.js';
import {leftovers} from '../e2e/leftovers.js';
import {eastwest} from '../helpers/program.js';
import {projectFile} from '../helpers/project.js';
import {chapterSkips, wrongVerdicts} from './skips.js';

/** The sample labs, and the clusters of each that have a shop of their own. */
const LABS = {one: [], three: ['south'], four: ['south', 'north']} as const;
const WAY_MS = 20 * 60_000;

async function good(t: ExecutionContext, ...args: readonly string[]): Promise<string> {
  const {code, stdout, stderr} = await eastwest(...args);
  t.is(code, 0, `eastwest ${args.join(' ')}: ${stdout}\n${stderr}`);
  return stdout;
}

test.before('no lab is up', async (t) => {
  t.timeout(WAY_MS);
  await good(t, 'down');
  for (const name of Object.keys(LABS)) await good(t, 'down', '--lab', `labs/${name}.yaml`);
});

for (const [name, shops] of Object.entries(LABS)) {
  const lab = ['--lab', `labs/${name}.yaml`];

  test.serial(`${name}: from nothing to a lab, and a second up has nothing to do`, async (t) => {
    t.timeout(WAY_MS);
    const first = JSON.parse(await good(t, 'up', '--json', ...lab)) as Up;
    t.log(`${first.tookMs} ms; ${JSON.stringify(first.criticalPath)}`);
    t.true(first.criticalPath.steps.length > 1);
    t.true(first.criticalPath.seconds * 1000 <= first.tookMs);
    const second = JSON.parse(await good(t, 'up', '--json', ...lab)) as Up;
    t.deepEqual(second.made, []);
  });

  test.serial(`${name}: explain finds nothing, in its time`, async (t) => {
    const {verdict, seconds} = JSON.parse(await good(t, 'explain', '--json', ...lab)) as Explained;
    t.is(verdict, 'healthy');
    t.log(`${seconds} s`);
    t.true(seconds <= 15);
  });

  for (const cluster of shops) {
    test.serial(`${name}: the shop of ${cluster} is answered by the catalog in east`, async (t) => {
      const opened = await openLab({lab: projectFile(`labs/${name}.yaml`), supply: 'source'});
      for (let call = 0; call < 20; call++) {
        const said = await shopOf(cluster, opened);
        t.regex(said, /^HTTP\/1\.1 200/);
        t.regex(said, /^x-catalog-served-by: catalog@catalog-/m);
      }
    });

    test.serial(`${name}: what ${cluster} no longer reads has its name`, async (t) => {
      t.timeout(WAY_MS);
      await good(t, 'break', 'remote-secret-missing', '--cluster', cluster, '--seed', '1', ...lab);
      const {stdout} = await eastwest('explain', '--json', ...lab);
      await good(t, 'mend', ...lab);
      const {finding} = JSON.parse(stdout) as Explained;
      t.is(finding?.code, 'remote-secret-missing');
      t.regex(finding?.cause ?? '', new RegExp(`^${cluster} has no remote secret for `));
    });
  }

  test.serial(
    `${name}: the chapter's scenarios hold, or are skipped for the cluster that is not there`,
    async (t) => {
      t.timeout(WAY_MS);
      const {code, stdout, stderr} = await eastwest('run', 'ch12', '--json', ...lab);
      t.is(code, 0, stderr);
      const {results} = JSON.parse(stdout) as {results: readonly Verdict[]};
      const {clusters} = (await openLab({lab: projectFile(`labs/${name}.yaml`), supply: 'source'})).plan;
      t.deepEqual(wrongVerdicts(results, chapterSkips(clusters.map((one) => one.name))), []);
    },
  );

  test.serial(`${name}: down leaves nothing`, async (t) => {
    t.timeout(WAY_MS);
    await good(t, 'down', ...lab);
    t.deepEqual(await leftovers(name), []);
  });
}

interface Up {
  readonly made: readonly string[];
  readonly tookMs: number;
  readonly criticalPath: PathFigures;
}

interface Explained {
  readonly verdict: string;
  readonly seconds: number;
  readonly finding?: {readonly code: string; readonly cause: string};
}

interface Verdict {
  readonly id: string;
  readonly verdict: string;
  readonly evidence: string;
}

/** Head and body of an answer, by the ingress gateway of the cluster. */
async function shopOf(name: string, {plan, drivers}: OpenLab): Promise<string> {
  const {kubeconfig} = plan.clusters.find((one) => one.name === name) as ClusterPlan;
  const kube = drivers.kubeFor(kubeconfig);
  const address = await loadBalancerAddress(kube, ISTIO_SYSTEM, 'istio-ingressgateway');
  const call = ['curl', '-s', '-i', '-m', '3', '-H', 'Host: shop.istioinaction.io'];
  const limits = {signal: AbortSignal.timeout(10_000), timeoutMs: 5000};
  const url = `http://${address ?? ''}/api/catalog`;
  return (await drivers.docker.exec(plan.client.name, [...call, url], limits)).stdout;
}
