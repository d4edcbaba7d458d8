import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {parse} from 'yaml';
import {PACKAGE_FOLDER} from '../../../src/cli/open-lab.js';
import {withIstio} from '../../../src/plan/istio.js';
import {hasPart} from '../../../src/scenario/partial.js';
import {resolved} from '../../../src/scenario/variables.js';
import {chapterPlan} from '../../helpers/chapter.js';

const PACK = join(PACKAGE_FOLDER, 'scenarios/ch12');

const nobody = () => {
  throw new RangeError('nobody is to be asked');
};

test('what istioctl has recorded is looked for under the name that it has once the mesh has a revision', async (t) => {
  const plan = withIstio(chapterPlan(), 'west', {version: '1.18.2', revision: '1-18-2'});
  for (const file of ['control-planes', 'eastwest-gateway', 'eastwest-gateway-west']) {
    const text = readFileSync(join(PACK, `${file}.yaml`), 'utf8');
    const names = [...text.matchAll(/name: '?(installed-state-[^'\n]*)/g)].map(([, name = '']) => name);
    t.true(names.length > 0, file);
    for (const name of names) {
      const found = await resolved(name, {plan, kube: nobody});
      const wanted = name.includes('${west.') ? /gateway-1-18-2$|plane-1-18-2$/ : /gateway$|plane$/;
      t.regex(found, wanted, file);
    }
  }
});

test('a control plane of two pods is one that runs', (t) => {
  interface Step {
    readonly objects?: {readonly kind: string};
    readonly expect: readonly {readonly each?: object}[];
  }
  const {spec} = parse(readFileSync(join(PACK, 'control-planes.yaml'), 'utf8')) as {
    readonly spec: {readonly phases: readonly {readonly steps: readonly Step[]}[]};
  };
  const wanted = spec.phases
    .flatMap(({steps}) => steps)
    .filter(({objects}) => objects?.kind === 'Deployment')
    .flatMap(({expect}) => expect.flatMap(({each}) => each ?? []));
  t.is(wanted.length, 2);
  const running = (replicas: number, status: string) => ({
    status: {replicas, availableReplicas: replicas, conditions: [{type: 'Available', status}]},
  });
  for (const each of wanted) {
    for (const replicas of [1, 2]) t.true(hasPart(running(replicas, 'True'), each));
    t.false(hasPart(running(1, 'False'), each));
  }
});
