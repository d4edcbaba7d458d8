import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {lintFiles} from '../../../src/scenario/lint/lint.js';
import {newScenario} from '../../../src/scenario/new-scenario.js';
import {chapterPlan} from '../../helpers/chapter.js';
import {tempFolder} from '../../helpers/temp-folder.js';

const RULE = `kind: DestinationRule
apiVersion: networking.istio.io/v1beta1
metadata: {name: r}
spec:
  host: a
  subsets:
    - name: v1
      trafficPolicy: {outlierDetection: {consecutiveErrors: 1}}
`;

const PLAIN = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n';

const scenario = (steps: string, after = ''): string => `apiVersion: eastwest/v1
kind: Scenario
metadata: {name: x, pack: p, title: t${after}}
spec:
  needs: {clusters: [west]}
  phases:
    - name: one
      steps:
${steps}
        - {explain: e, proxyStatus: {cluster: west}, expect: [synced: true]}
`;

/** What lint finds in p/x.yaml, `line:col: severity: message`, in a lab whose folder has one rule. */
async function findings(t: ExecutionContext, text: string): Promise<readonly string[]> {
  const folder = await tempFolder(t);
  mkdirSync(join(folder, 'p'));
  const file = join(folder, 'p/x.yaml');
  writeFileSync(file, text);
  writeFileSync(join(folder, 'rule.yaml'), RULE);
  mkdirSync(join(folder, 'p/manifests'));
  writeFileSync(join(folder, 'p/manifests/plain.yaml'), PLAIN);
  writeFileSync(join(folder, 'p/manifests/variable.yaml'), `${PLAIN}data: {ip: "\${west.ingress}"}\n`);
  const found = lintFiles([file], {...chapterPlan(), folder});
  return found.map(
    ({file: name, line, col, severity, message}) =>
      `${name === file ? '' : name.replace(`${folder}/`, '')}${line}:${col}: ${severity}: ${message}`,
  );
}

const warns = test.macro(async (t, steps: string, expected: readonly string[]) => {
  t.deepEqual(await findings(t, scenario(steps)), expected);
});

const OUTLIER = 'consecutiveErrors is accepted by the CRD and ignored by istiod; use consecutive5xxErrors';
const PROXY =
  'what runs in istio-proxy has its user and goes past the sidecar; take the container of the app';

test('a variable that no step uses', async (t) => {
  const text = scenario('').replace(
    '  phases:',
    '  variables:\n    n: {type: number, default: 3}\n  phases:',
  );
  t.deepEqual(await findings(t, text), ['7:5: warning: no step uses variable n']);
});

test('a manifest beside the scenario is found by ./, and not in the folder of the lab', async (t) => {
  const apply = (file: string) => scenario(`        - {explain: e, apply: {cluster: west, file: ${file}}}`);
  t.deepEqual(await findings(t, apply('./manifests/plain.yaml')), []);
  t.deepEqual(await findings(t, apply('./rule.yaml')), [
    '9:53: error: no file ./rule.yaml beside the scenario',
  ]);
  t.deepEqual(await findings(t, apply('manifests/plain.yaml')), [
    "9:53: error: no file manifests/plain.yaml in the lab's folder; one beside the scenario begins with ./",
  ]);
});

test('a variable in a manifest, which nobody fills in', async (t) => {
  const steps = '        - {explain: e, apply: {cluster: west, file: ./manifests/variable.yaml}}';
  t.deepEqual(await findings(t, scenario(steps)), [
    '9:53: warning: a manifest is applied as it stands, ${west.ingress} too; what a variable fills in goes into a patch',
  ]);
});

test('a manifest among the scenarios', async (t) => {
  t.deepEqual(await findings(t, RULE), [
    '1:7: error: DestinationRule networking.istio.io/v1beta1 is no scenario; manifests of a pack go into a folder in it, and are named ./FOLDER/FILE',
  ]);
});

test(
  'a wait of more than two minutes',
  warns,
  '        - {explain: e, proxyStatus: {cluster: west}, within: 3m, expect: [count: 1]}',
  ['9:62: warning: within 3m: whoever waits for more than 120 s waits for something that does not come'],
);

test(
  'two minutes are no warning',
  warns,
  '        - {explain: e, proxyStatus: {cluster: west}, within: 2m, expect: [count: 1]}',
  [],
);

test(
  'a share of a handful of calls',
  warns,
  `        - {explain: e, call: {from: mypc, url: 'http://x', count: 4}, expect: [share: {a: '>= 0.5'}]}
        - {explain: e, call: {from: mypc, url: 'http://x', count: 1}, expect: [status: {'200': '>= 0.9'}]}
        - {explain: e, call: {from: mypc, url: 'http://x', count: 1}, expect: [status: {'200': 1 of 1}]}
        - {explain: e, call: {from: mypc, url: 'http://x', count: 5}, expect: [share: {a: '>= 0.5'}]}`,
  [
    '9:67: warning: a share of 4 calls says little; make at least 5',
    '10:67: warning: a share of 1 call says little; make at least 5',
  ],
);

test(
  'an outlier field that istiod ignores, in a manifest that is applied and in a patch',
  warns,
  `        - {explain: e, apply: {cluster: west, file: rule.yaml}}
        - explain: e
          patch:
            cluster: west
            object: {apiVersion: networking.istio.io/v1beta1, kind: DestinationRule, name: r}
            change: {spec: {trafficPolicy: {outlierDetection: {consecutiveErrors: 1}}}}`,
  [`rule.yaml8:42: warning: ${OUTLIER}`, `14:64: warning: ${OUTLIER}`],
);

test(
  "a call from the sidecar's own container",
  warns,
  `        - explain: e
          exec: {from: {cluster: west, deployment: d, container: istio-proxy}, command: [sh, -c, curl http://a]}
          expect: [output: {}]
        - explain: e
          exec: {from: {cluster: west, deployment: d, container: istio-proxy}, command: [ls]}
          expect: [output: {}]`,
  [`10:24: warning: ${PROXY}`],
);

test('what run would refuse is an error, and then there are no warnings', async (t) => {
  const text = scenario(
    '        - {explain: e, proxyStatus: {cluster: north}, within: 3m, expect: [count: 1]}',
  );
  const [only, ...more] = await findings(t, text);
  t.regex(only ?? '', /^9:47: error: the lab has no cluster "north"/);
  t.deepEqual(more, []);
});

test('a scenario for clusters of another lab is warned of, and its manifests are not looked for', async (t) => {
  const text = scenario(
    '        - {explain: e, proxyStatus: {cluster: north}, expect: [count: 1]}\n' +
      '        - {explain: e, apply: {cluster: west, file: no-such.yaml}}',
  ).replace('[west]', '[west, north]');
  t.deepEqual(await findings(t, text), [
    '5:28: warning: the scenario is skipped here: the lab has no cluster "north" (clusters: west, east)',
  ]);
});

test('a scenario after itself, and after one that is not there', async (t) => {
  t.deepEqual(await findings(t, scenario('', ', after: [x]')), [
    '1:1: error: scenarios wait for each other: p/x after p/x',
  ]);
  t.deepEqual(await findings(t, scenario('', ', after: [z]')), [
    '3:48: error: comes after z, which the pack does not have, did you mean x?',
  ]);
});

test('the file that new writes lints clean', async (t) => {
  t.deepEqual(await findings(t, newScenario('p/x', chapterPlan(), 'schema.json')), []);
});

test(
  'a share of another sample than is taken',
  warns,
  `        - explain: e
          call: {from: mypc, url: 'http://a', count: 20, by: body}
          expect: [share: {Hello: 20 of 30}]`,
  ['11:35: warning: 20 of 30, but there are 20 calls: this can never hold'],
);
