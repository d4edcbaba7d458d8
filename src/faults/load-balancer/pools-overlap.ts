import type {KubeObject} from '../../drivers/kube/kube.js';
import {poolFault} from './pool-fault.js';
import {POOL} from './address.js';

export const poolsOverlap = poolFault(
  {
    name: 'pools-overlap',
    does: {
      en: "Gives one cluster the peer's pool of addresses too: its east-west gateway takes an address that a gateway of the peer has.",
      ko: '한 클러스터에 상대 클러스터의 IP 주소 풀을 함께 줍니다. 동서 게이트웨이가 상대 클러스터의 게이트웨이와 같은 주소를 받습니다.',
    },
    finding: 'pools-overlap',
  },
  async (_cluster, peer, {kube}) => {
    const more = addressesOf(await kube(peer.name).get(POOL));
    return {more, wanted: (address, ingress) => address !== undefined && address !== ingress};
  },
);

function addressesOf(pool: KubeObject | undefined): readonly string[] {
  return (pool?.['spec'] as {readonly addresses?: readonly string[]} | undefined)?.addresses ?? [];
}
