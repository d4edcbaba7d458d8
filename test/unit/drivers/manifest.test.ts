import {readdirSync} from 'node:fs';
import test from 'ava';
import {EastwestError} from '../../../src/base/errors.js';
import type {KubeObject} from '../../../src/drivers/kube/kube.js';
import {lookApplied, parseManifest, readManifest} from '../../../src/drivers/kube/manifest.js';
import {kubeWith} from '../../fakes/kube.js';
import {projectFile} from '../../helpers/project.js';

const config = (name: string, value: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {name, namespace: 'apps'},
  data: {value},
});

test('the documents of a manifest come in their order; comments and empty ones are none', (t) => {
  const text = `# licence
---
# nothing but a comment
---
apiVersion: v1
kind: ConfigMap
metadata: {name: first}
---
apiVersion: v1
kind: Secret
metadata: {name: second}
---
`;
  const objects = parseManifest('two.yaml', text);
  t.deepEqual(
    objects.map(({kind, metadata}) => `${kind} ${metadata.name}`),
    ['ConfigMap first', 'Secret second'],
  );
});

test('a document that is no object of Kubernetes is refused at its place', (t) => {
  const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\n---\n- a list\n---\nkind: Nameless\n';
  const error = t.throws(() => parseManifest('bad.yaml', text), {instanceOf: EastwestError});
  t.is(error.code, 'MANIFEST-BAD');
  t.deepEqual(error.details, [
    'bad.yaml:5:1: expected apiVersion, kind and metadata.name',
    'bad.yaml:7:1: expected apiVersion, kind and metadata.name',
  ]);
});

test('bad syntax is refused at its place', (t) => {
  const error = t.throws(() => parseManifest('bad.yaml', 'kind: A\nkind: B\n'), {
    instanceOf: EastwestError,
  });
  t.deepEqual(error.details, ['bad.yaml:2:1: Map keys must be unique']);
});

test('every manifest of the chapter can be read', async (t) => {
  const files = readdirSync(projectFile('ch12'), {recursive: true, encoding: 'utf8'});
  const manifests = files.filter((file) => file.endsWith('.yaml') && file !== 'lab.yaml');
  t.true(manifests.length > 10);
  for (const file of manifests) {
    const objects = await readManifest(projectFile(`ch12/${file}`));
    t.true(objects.length > 0, file);
  }
});

test('what a cluster has as it is wanted is applied', async (t) => {
  const kube = kubeWith([config('a', '1'), config('b', '2')]);
  t.deepEqual(await lookApplied(kube, [config('a', '1')]), {done: true, seen: '1 object as wanted'});
});

test('what has drifted and what is missing is counted, and the first is said', async (t) => {
  const kube = kubeWith([config('a', 'changed')]);
  t.deepEqual(await lookApplied(kube, [config('a', '1')]), {
    done: false,
    seen: 'ConfigMap a: data.value is "changed", not "1"',
  });
  t.deepEqual(await lookApplied(kube, [config('b', '1'), config('a', '1')]), {
    done: false,
    seen: 'ConfigMap b is missing, and 1 more',
  });
});
