import {networkLabel} from './network-label.js';

export const networkLabelMissing = networkLabel(
  'network-label-missing',
  {
    en: "Takes the network's label off the Service of one cluster's east-west gateway: nobody knows where it leads.",
    ko: '한 클러스터의 동서 게이트웨이 Service에서 네트워크 레이블을 없앱니다. 이 게이트웨이가 어느 네트워크로 통하는지 아무도 모릅니다.',
  },
  () => null,
);
