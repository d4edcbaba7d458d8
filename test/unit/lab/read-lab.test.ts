import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {EastwestError} from '../../../src/base/errors.js';
import {problemText} from '../../../src/base/yaml.js';
import {parseLab, readLab} from '../../../src/lab/read-lab.js';
import {projectFile} from '../../helpers/project.js';
import {tempFolder} from '../../helpers/temp-folder.js';

const BESIDE = {exists: () => true, read: () => ''};
const fixture = (name: string): string => projectFile(`test/fixtures/labs/${name}.yaml`);

test('what a lab file leaves out has a default', (t) => {
  const lab = readLab(fixture('valid-two-clusters'));
  t.is(lab.name, 'least');
  t.is(lab.file, fixture('valid-two-clusters'));
  t.deepEqual(lab.versions, {istio: '1.17.5', kubernetes: '1.26.15', metallb: '0.13.12'});
  t.deepEqual(lab.dockerNetwork, {name: 'eastwest', subnet: undefined});
  t.deepEqual(lab.root, {commonName: 'root.example', days: 3650});
  t.is(lab.namespace, 'istioinaction');
  t.deepEqual(lab.client, {name: 'mypc'});
  const [west] = lab.clusters;
  t.deepEqual(west?.hostPorts, []);
  t.deepEqual(west?.apps, []);
  t.is(west?.ingressNodePort, undefined);
  t.is(lab.continuity, undefined);
});

test('what a lab file says stands in the lab', (t) => {
  const lab = readLab(fixture('valid-everything'));
  t.deepEqual(lab.versions, {istio: '1.17.8', kubernetes: '1.26.0', metallb: '0.13.10'});
  t.deepEqual(lab.dockerNetwork, {name: 'other', subnet: '172.30.0.0/16'});
  t.is(lab.root.days, 30);
  t.is(lab.namespace, 'apps');
  t.is(lab.client.name, 'caller');
  t.is(lab.clusters[0]?.ingressNodePort, 30000);
  t.deepEqual(lab.clusters[0]?.apps, ['manifests/west.yaml']);
  t.deepEqual(lab.continuity, {replicas: 3, preStopSeconds: 7, drainSeconds: 20});
});

test('two pods of each, where nothing is said of their number', (t) => {
  const text = readFileSync(fixture('valid-two-clusters'), 'utf8');
  const {lab} = parseLab('lab.yaml', `${text.trimEnd()}\n  continuity: {preStop: 1s, drain: 2s}\n`, BESIDE);
  t.deepEqual(lab?.continuity, {replicas: 2, preStopSeconds: 1, drainSeconds: 2});
});

test("the chapter's lab file has no mistake", (t) => {
  const lab = readLab(projectFile('ch12/lab.yaml'));
  t.deepEqual(
    lab.clusters.map(({name}) => name),
    ['west', 'east'],
  );
});

test('bad syntax is refused at its place, and nothing else is said', (t) => {
  const text = 'apiVersion: eastwest/v1\nspec:\n  pool: {first: 1, last: 2\n  other: 1\n';
  const {lab, problems} = parseLab('lab.yaml', text, BESIDE);
  t.is(lab, undefined);
  t.regex(problems.map(problemText)[0] ?? '', /^lab\.yaml:4:3: Flow map .* must .* end with a }$/);
  t.false(problems.some(({message}) => message.includes('missing')));
});

test('a key that is said twice is refused', (t) => {
  const {problems} = parseLab('lab.yaml', 'kind: Lab\nkind: Lab\n', BESIDE);
  t.deepEqual(problems.map(problemText), ['lab.yaml:2:1: Map keys must be unique']);
});

test('a lab file that is not there is bad usage, with a hint', async (t) => {
  const file = join(await tempFolder(t), 'none.yaml');
  const error = t.throws(() => readLab(file), {instanceOf: EastwestError});
  t.is(error.message, `${file}:1:1: cannot be read`);
  t.is(error.code, 'LAB-FILE-MISSING');
  t.is(error.exitCode, 2);
  t.regex(error.hint ?? '', /--lab FILE/);
});

test('every file that a lab names is looked for, once', (t) => {
  const looked: string[] = [];
  const text = readFileSync(fixture('valid-two-clusters'), 'utf8');
  const {problems} = parseLab('lab.yaml', text, {
    ...BESIDE,
    exists: (path) => looked.push(path) > 0,
  });
  t.deepEqual(problems, []);
  const named = ['expose', 'west', 'west-gateway', 'east', 'east-gateway'];
  t.deepEqual(
    looked,
    named.map((name) => `manifests/${name}.yaml`),
  );
});
