import {waitFor} from '../../base/wait-for.js';
import type {Bench} from '../../scenario/bench.js';
import {make, own} from '../change.js';
import {anyCluster, type Fault} from '../fault.js';
import {cacertsOf, labRoot} from '../../scenario/authorities.js';
import {renew, renewalsOf} from './renew.js';

/**
 * istiod refuses to start with a CA that has expired, so this one expires while istiod runs, as in life: it is valid
 * for as long as istiod and the workloads take to start with it.
 */
const VALID_MS = 120_000;

export const intermediateExpired: Fault = {
  name: 'intermediate-expired',
  does: {
    en: 'Gives one cluster an intermediate CA of the right root that expires two minutes later, and waits for that.',
    ko: '한 클러스터에 올바른 루트가 서명했지만 2분 뒤에 만료되는 중간 CA를 넣고, 만료될 때까지 기다립니다.',
  },
  finding: 'intermediate-expired',
  sites: anyCluster,
  changes: async ({cluster, bench}) => {
    const {plan, clock} = bench;
    const root = await labRoot(plan);
    const secret = await cacertsOf(cluster, root, VALID_MS, clock.date());
    const expiresAt = clock.date().getTime() + VALID_MS;
    return [
      await make(cluster.name, [secret], bench),
      own(await renewalsOf(cluster.name, bench), () => renew(cluster.name, bench)),
      own([], () => waitForExpiry(expiresAt, bench)),
    ];
  },
  see: ({name}) => [
    `k${name} -n istio-system get secret cacerts -o jsonpath='{.data.ca-cert\\.pem}' | base64 -d | openssl x509 -noout -dates`,
  ],
};

async function waitForExpiry(atMs: number, {clock, signal, say}: Bench): Promise<void> {
  const look = () => {
    const leftMs = atMs - clock.date().getTime();
    return Promise.resolve({done: leftMs < 0, seen: `${Math.ceil(leftMs / 10_000) * 10} s left`});
  };
  await waitFor('the intermediate CA to expire', look, {
    deadlineMs: VALID_MS,
    intervalsMs: [1000],
    signal,
    clock,
    onSeen: say,
  });
}
