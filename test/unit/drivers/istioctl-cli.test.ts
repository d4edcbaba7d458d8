import test from 'ava';
import {istioctlCli} from '../../../src/drivers/istioctl/istioctl-cli.js';
import {processesThatPrint} from '../../fakes/processes.js';

const {signal} = new AbortController();

const STATUS = `NAME                                  CLUSTER          CDS        LDS        EDS        RDS          ECDS         ISTIOD      VERSION
web-1.apps                            west-cluster     SYNCED     SYNCED     SYNCED     SYNCED       NOT SENT     istiod-1    1.17.5
istio-ingressgateway-1.istio-system   west-cluster     SYNCED     STALE      SYNCED     NOT SENT     NOT SENT     istiod-1    1.17.5

`;

test('the rows of proxy-status are split into cells; "NOT SENT" is one', async (t) => {
  const istioctl = istioctlCli(processesThatPrint(STATUS), '/tools/istioctl');
  const [header, web, gateway, ...rest] = await istioctl.proxyStatus('/west-kubeconfig', signal);
  t.deepEqual(header, ['NAME', 'CLUSTER', 'CDS', 'LDS', 'EDS', 'RDS', 'ECDS', 'ISTIOD', 'VERSION']);
  t.is(web?.[6], 'NOT SENT');
  t.is(gateway?.[3], 'STALE');
  t.is(gateway?.[5], 'NOT SENT');
  t.is(gateway?.length, 9);
  t.deepEqual(rest, []);
});

test('columns that are parted by tabs are columns too', async (t) => {
  const istioctl = istioctlCli(processesThatPrint('NAME\tCDS\nweb\tNOT SENT\n'), '/tools/istioctl');
  t.deepEqual(await istioctl.proxyStatus('/k', signal), [
    ['NAME', 'CDS'],
    ['web', 'NOT SENT'],
  ]);
});

test('a proxy without such configuration has an empty list', async (t) => {
  const istioctl = istioctlCli(processesThatPrint('\n'), '/tools/istioctl');
  t.deepEqual(await istioctl.proxyConfig('/k', 'endpoint', 'deploy/web.apps', signal), []);
});

test('configuration is asked for as JSON, of one target, with the kubeconfig of the cluster', async (t) => {
  const processes = processesThatPrint('[{"name": "a"}]');
  const found = await istioctlCli(processes, '/tools/istioctl').proxyConfig(
    '/k',
    'cluster',
    'deploy/w.a',
    signal,
  );
  t.deepEqual(found, [{name: 'a'}]);
  t.is(
    processes.calls[0]?.argv.join(' '),
    '/tools/istioctl proxy-config cluster deploy/w.a --kubeconfig /k -o json',
  );
});

test('an installation lays its files over each other in order and asks no question', async (t) => {
  const processes = processesThatPrint('');
  await istioctlCli(processes, '/tools/istioctl').install({
    kubeconfig: '/k',
    files: ['/a.yaml', '/b.yaml'],
    set: ['x=y'],
    signal,
  });
  t.is(
    processes.calls[0]?.argv.join(' '),
    '/tools/istioctl install --kubeconfig /k -y -f /a.yaml -f /b.yaml --set x=y',
  );
});

test('a tag is moved without a question, though it is there already', async (t) => {
  const processes = processesThatPrint('');
  await istioctlCli(processes, '/tools/istioctl').setTag('/k', 'default', '1-18-2', signal);
  t.is(
    processes.calls[0]?.argv.join(' '),
    '/tools/istioctl tag set default --kubeconfig /k -y --revision 1-18-2 --overwrite',
  );
});

test('a revision is removed alone, without a question', async (t) => {
  const processes = processesThatPrint('');
  await istioctlCli(processes, '/tools/istioctl').uninstall('/k', '1-18-2', signal);
  t.is(processes.calls[0]?.argv.join(' '), '/tools/istioctl uninstall --kubeconfig /k -y --revision 1-18-2');
});
