import {poolFault} from './pool-fault.js';

export const poolExhausted = poolFault(
  {
    name: 'pool-exhausted',
    does: {
      en: 'Leaves one address in the pool of one cluster, which the ingress gateway has: none is left for the east-west gateway.',
      ko: '한 클러스터의 IP 주소 풀에 주소를 하나만 남깁니다. 인그레스 게이트웨이가 이 주소를 쓰므로 동서 게이트웨이가 받을 주소가 없습니다.',
    },
    finding: 'pool-exhausted',
  },
  () => Promise.resolve({more: [], wanted: (address) => address === undefined}),
);
