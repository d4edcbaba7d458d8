import test from 'ava';
import {kindCli} from '../../../src/drivers/kind/kind-cli.js';
import {processesThatPrint} from '../../fakes/processes.js';

const {signal} = new AbortController();

test("a cluster is made in the lab's network, with its kubeconfig in a file of its own", async (t) => {
  const processes = processesThatPrint('');
  await kindCli(processes, '/tools/kind').create({
    name: 'west',
    config: 'kind: Cluster\n',
    image: 'node:1',
    direct: [],
    network: 'eastwest',
    kubeconfig: '/west-kubeconfig.new',
    signal,
  });
  const [call] = processes.calls;
  const line = call?.argv.join(' ') ?? '';
  t.true(line.startsWith('/tools/kind create cluster --name west --image node:1'));
  t.true(line.includes('--kubeconfig /west-kubeconfig.new'), "never the user's own");
  t.is(call?.options.env?.['KIND_EXPERIMENTAL_DOCKER_NETWORK'], 'eastwest');
  t.is(call?.options.input, 'kind: Cluster\n');
});

test('a kubeconfig is what kind prints', async (t) => {
  const kind = kindCli(processesThatPrint('apiVersion: v1\n'), '/tools/kind');
  t.is(await kind.kubeconfig('west', signal), 'apiVersion: v1\n');
});
