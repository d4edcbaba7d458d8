import test from 'ava';
import {parse} from 'yaml';
import {clusterLocal} from '../../../src/faults/endpoints/service-cluster-local.js';
import {faultNamed, siteOf} from '../../../src/faults/index.js';
import {EastwestError} from '../../../src/base/errors.js';
import {faultLab} from '../../helpers/fault-lab.js';

const HOST = 'catalog.istioinaction.svc.cluster.local';

test('the settings of the mesh are as before, and one service is local to its cluster', (t) => {
  const before = 'accessLogFile: /dev/stdout\ndefaultConfig:\n  meshId: usmesh\n';
  t.deepEqual(parse(clusterLocal(before, HOST)), {
    ...(parse(before) as object),
    serviceSettings: [{hosts: [HOST], settings: {clusterLocal: true}}],
  });
});

for (const mesh of ['', 'a: b\nserviceSettings: []\n']) {
  test(`settings that cannot be added to are left alone: ${JSON.stringify(mesh)}`, (t) => {
    const error = t.throws(() => clusterLocal(mesh, HOST), {instanceOf: EastwestError});
    t.is(error.code, 'FAULT-NOT-THERE');
  });
}

test('it is about a service that the other cluster has pods of, and is over when the settings say nothing of it', async (t) => {
  const fault = faultNamed('service-cluster-local');
  const lab = faultLab();
  const [change] = await fault.changes(siteOf({fault, seed: 1}, 'west', lab.bench));
  await change?.run();
  t.regex(lab.diary.join('\n'), /west: patch ConfigMap istio .*(catalog|simple-backend)\.istioinaction\.svc/);
  const gone = () => fault.gone?.(siteOf({fault, seed: 1}, 'west', lab.bench), new Date(0));
  t.like(await gone(), {done: true});
  const metadata = {name: 'istio', namespace: 'istio-system'};
  const data = {mesh: clusterLocal('accessLogFile: /dev/stdout\n', HOST)};
  await lab.bench.kube('west').apply([{apiVersion: 'v1', kind: 'ConfigMap', metadata, data}]);
  t.like(await gone(), {done: false});
});
