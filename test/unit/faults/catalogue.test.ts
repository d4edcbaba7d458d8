import {generateKeyPairSync} from 'node:crypto';
import {readdirSync} from 'node:fs';
import test from 'ava';
import {clusterNamed} from '../../../src/plan/plan.js';
import {faultNamed, faultRows, FAULTS, faultsFor, seeLines, siteOf} from '../../../src/faults/index.js';
import {checkOf} from '../../../src/findings/codes.js';
import {firstOfEach, inRounds, undoText} from '../../../src/faults/undo.js';
import {chapterPlan, SUPPLIED} from '../../helpers/chapter.js';
import {faultLab, planWithCas} from '../../helpers/fault-lab.js';
import {projectFile} from '../../helpers/project.js';

/** Every way to break a lab that the catalogue has promised. */
const PROMISED = [
  ...['foreign-root', 'intermediate-expired', 'cacerts-after-istiod'],
  ...['remote-secret-missing', 'remote-secret-loopback', 'remote-secret-wrong-ca'],
  ...['remote-secret-expired-token', 'remote-secret-wrong-cluster', 'gateway-missing'],
  ...['network-label-missing', 'network-label-wrong', 'cross-network-gateway-gone', 'gateway-without-sni'],
  ...['pool-exhausted', 'pool-outside-subnet', 'pools-overlap', 'outlier-detection-missing'],
  ...['locality-labels-missing', 'pods-not-restarted', 'max-ejection-never', 'consecutive-errors-ignored'],
  ...['policy-wrong-principal', 'policy-wrong-cluster', 'strict-plain-client', 'namespace-not-injected'],
  ...['stub-service-gone', 'service-selector-wrong', 'service-port-name-wrong', 'istiod-down', 'node-paused'],
  ...['node-cut-drop', 'node-cut-reject', 'addresses-swapped', 'clock-skew'],
  ...['workload-not-renewed', 'service-cluster-local', 'config-rejected'],
];
const {privateKey} = generateKeyPairSync('rsa', {modulusLength: 2048});
/** A key that is nobody's: the working out only asks that there is one. */
const SIGNING_KEY = privateKey.export({type: 'pkcs1', format: 'pem'}).toString();
const HANGUL = /[가-힣]/;

test('every promised fault is there, once, in a file of its name', (t) => {
  const names = FAULTS.map(({name}) => name);
  t.deepEqual(
    PROMISED.filter((name) => !names.includes(name)),
    [],
  );
  t.is(new Set(names).size, names.length);
  const files = readdirSync(projectFile('src/faults'), {recursive: true}).map((path) =>
    String(path).replace(/^.*\//, ''),
  );
  t.deepEqual(
    names.filter((name) => !files.includes(`${name}.ts`)),
    [],
  );
});

test('every fault has a finding of the chain, a sentence in both languages, and a way to see it', (t) => {
  for (const fault of FAULTS) {
    t.notThrows(() => checkOf(fault.finding), fault.name);
    t.regex(fault.does.ko ?? '', HANGUL, fault.name);
    t.regex(fault.does.ko ?? '', /(니다|십시오)\.\)?$/, fault.name);
    t.notRegex(fault.does.en, HANGUL, fault.name);
    t.regex(fault.does.en, /[.)]$/, fault.name);
    for (const cluster of fault.sites(chapterPlan())) {
      const lines = seeLines(fault, chapterPlan(), cluster);
      t.true(lines.length > 0, fault.name);
      for (const line of lines) t.notRegex(line, /undefined|\$\{/, fault.name);
    }
  }
});

test('every fault can be worked out in each cluster, without a change, and says what takes it back', async (t) => {
  const plan = await planWithCas(t);
  for (const fault of FAULTS) {
    for (const cluster of fault.sites(plan)) {
      const {bench, diary} = faultLab({plan, docker: {readFile: () => Promise.resolve(SIGNING_KEY)}});
      const changes = await fault.changes(siteOf({fault, seed: 1}, cluster, bench));
      const undos = firstOfEach(changes.flatMap((change) => change.undos));
      t.deepEqual(diary, [], `${fault.name} in ${cluster} changed something`);
      t.true(undos.length > 0, `${fault.name} in ${cluster} cannot be mended`);
      t.deepEqual(JSON.parse(JSON.stringify(undos)), undos, `${fault.name}: no data`);
      for (const undo of undos) t.true(undoText(undo).length > 5, fault.name);
      t.is(inRounds(undos).flat().length, undos.length, `${fault.name}: an undo is in no round`);
    }
  }
});

test('the same seed works out the same changes', async (t) => {
  const plan = await planWithCas(t);
  const made = async (seed: number): Promise<string> => {
    const fault = faultNamed('service-selector-wrong');
    const {bench, diary} = faultLab({plan});
    const [change] = await fault.changes(siteOf({fault, seed}, 'east', bench));
    await change?.run();
    return diary.join('\n');
  };
  t.is(await made(3), await made(3));
  const seen = new Set(await Promise.all([...Array(20).keys()].map(made)));
  t.is(seen.size, 2, 'catalog or simple-backend, by the seed');
});

test('a lab without stock Envoy is told what it lacks, and one cluster alone too', (t) => {
  const official = chapterPlan({...SUPPLIED, proxy: {kind: 'istio-proxy', version: '1.17.8'}});
  const lacking = faultRows(official).filter(({lacks}) => lacks !== undefined);
  t.deepEqual(
    lacking.map(({name, lacks}) => [name, lacks]),
    [['max-ejection-never', 'stock-envoy']],
  );
  t.is(faultsFor(official).length, FAULTS.length - 1);
  const alone = {...chapterPlan(), clusters: [clusterNamed(chapterPlan(), 'west')]};
  t.deepEqual([...new Set(faultRows(alone).map(({lacks}) => lacks))], ['a second cluster']);
});

test('a name that is not known is refused, with the one that was meant', (t) => {
  t.throws(() => faultNamed('node-pause'), {message: /did you mean node-paused/, code: 'FAULT-UNKNOWN'});
});
