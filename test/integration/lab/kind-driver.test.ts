// Needs: the lab of chapter 12, up, with its kubeconfigs in the working directory; kind of the supply.
import {homedir} from 'node:os';
import {readFile, stat, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {parse} from 'yaml';
import {refusal} from '../../helpers/error.js';
import {runningLab} from '../../helpers/running-lab.js';
import {tempFolder} from '../../helpers/temp-folder.js';

const {signal} = new AbortController();

interface KubeConfig {
  readonly clusters: readonly {readonly cluster: {readonly server: string}}[];
  readonly 'current-context': string;
}

/** What tells that a file has changed; undefined where there is none. */
const traceOf = async (file: string): Promise<string | undefined> =>
  stat(file).then(
    ({mtimeMs, size}) => `${mtimeMs} ${size}`,
    () => undefined,
  );

test("the kubeconfig of a cluster is for use from this host and opens it; the user's own is left alone", async (t) => {
  const {drivers, east} = await runningLab();
  const own = join(homedir(), '.kube', 'config');
  const before = await traceOf(own);
  const text = await drivers.kind.kubeconfig('east', signal);
  const config = parse(text) as KubeConfig;
  t.is(config['current-context'], 'kind-east');
  t.regex(config.clusters[0]?.cluster.server ?? '', /^https:\/\/127\.0\.0\.1:\d+$/);
  t.true((await readFile(east.kubeconfig, 'utf8')).endsWith(text.trim() + '\n'), 'the one that `up` wrote');
  const file = join(await tempFolder(t), 'kubeconfig');
  await writeFile(file, text, {mode: 0o600});
  const node = {apiVersion: 'v1', kind: 'Node', metadata: {name: east.node}};
  t.truthy(await drivers.kubeFor(file).get(node));
  t.is(await traceOf(own), before);
});

test('a cluster that is not there is an error with the words of kind', async (t) => {
  const {drivers} = await runningLab();
  const error = await refusal(t, drivers.kind.kubeconfig('no-such-cluster', signal));
  t.is(error.code, 'PROCESS-FAILED');
  t.regex(error.details.join('\n'), /no-such-cluster|could not locate/);
});
