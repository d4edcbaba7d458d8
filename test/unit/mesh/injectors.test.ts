import test from 'ava';
import type {KubeObject} from '../../../src/drivers/kube/kube.js';
import {ownInjector, partInjectors, TAG_INJECTOR} from '../../../src/mesh/injectors.js';
import {withIstio} from '../../../src/plan/istio.js';
import {clusterNamed, type IstioPlan} from '../../../src/plan/plan.js';
import {untouchable} from '../../fakes/drivers.js';
import {kubeWith} from '../../fakes/kube.js';
import {chapterPlan} from '../../helpers/chapter.js';

const {signal} = new AbortController();
const OLD: IstioPlan = {version: '1.17.5'};

const never = {matchLabels: {'istio.io/deactivated': 'never-match'}};
const enabled = {
  matchExpressions: [{key: 'istio-injection', operator: 'In', values: ['enabled']}],
};
const injector = (ref: typeof TAG_INJECTOR, namespaceSelector: object): KubeObject => ({
  ...ref,
  webhooks: [{name: 'namespace.sidecar-injector.istio.io', namespaceSelector}],
});

/** What istioctl is asked for before an installation of this mesh, where these injectors are there. */
async function askedFor(istio: IstioPlan, objects: readonly KubeObject[]): Promise<readonly string[]> {
  const asked: string[] = [];
  const plan = withIstio(chapterPlan(), 'west', istio);
  const drivers = {
    kubeFor: () => kubeWith(objects),
    istioctlAt: () =>
      untouchable<ReturnType<Parameters<typeof partInjectors>[2]['istioctlAt']>>('istioctl', {
        setTag: async (_kubeconfig, tag, revision) => void asked.push(`${tag} -> ${revision}`),
      }),
  };
  await partInjectors(plan, clusterNamed(plan, 'west'), drivers, signal);
  return asked;
}

test('two injectors that select the same, as an installation leaves them that ended early, are parted before the next one', async (t) => {
  const both = [injector(ownInjector(OLD), enabled), injector(TAG_INJECTOR, enabled)];
  t.deepEqual(await askedFor(OLD, both), ['default -> default']);
});

test('nothing is done where they are parted, where only one is there, and for a revision, which selects by itself', async (t) => {
  const tag = injector(TAG_INJECTOR, enabled);
  t.deepEqual(await askedFor(OLD, [injector(ownInjector(OLD), never), tag]), []);
  t.deepEqual(await askedFor(OLD, [injector(ownInjector(OLD), enabled)]), []);
  t.deepEqual(await askedFor(OLD, []), []);
  const revised = {version: '1.18.2', revision: '1-18-2'};
  t.deepEqual(await askedFor(revised, [injector(ownInjector(revised), enabled), tag]), []);
});
