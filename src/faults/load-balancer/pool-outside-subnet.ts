import {overlap, parseCidr} from '../../lab/cidr.js';
import {poolFault} from './pool-fault.js';

/** Ranges that are nobody's on a usual machine (RFC 5737); the first that the lab's network is not in. */
const ELSEWHERE = ['192.0.2', '198.51.100', '203.0.113'];

/** A range of addresses that no one in this network finds. */
export function elsewhere(subnet: string): string {
  const own = parseCidr(subnet);
  const free = ELSEWHERE.find((block) => {
    const cidr = parseCidr(`${block}.0/24`);
    return own === undefined || cidr === undefined || !overlap(own, cidr);
  });
  return `${free ?? ELSEWHERE[0]}.10-${free ?? ELSEWHERE[0]}.29`;
}

export const poolOutsideSubnet = poolFault(
  {
    name: 'pool-outside-subnet',
    does: {
      en: 'Puts addresses into the pool of one cluster that do not belong to the docker network; the east-west gateway gets one that nobody reaches.',
      ko: '한 클러스터의 IP 주소 풀에 도커 네트워크 밖의 주소를 넣습니다. 동서 게이트웨이는 아무도 닿을 수 없는 주소를 받습니다.',
    },
    finding: 'pool-outside-subnet',
  },
  async (_cluster, _peer, {docker, plan}) => {
    const network = await docker.network(plan.dockerNetwork.name);
    return {
      more: [elsewhere(network?.subnet ?? '')],
      wanted: (address, ingress) =>
        address !== undefined &&
        address !== ingress &&
        ELSEWHERE.some((block) => address.startsWith(`${block}.`)),
    };
  },
);
