import {networkLabel} from './network-label.js';

export const networkLabelWrong = networkLabel(
  'network-label-wrong',
  {
    en: "Names a network in the label of one cluster's east-west gateway that no cluster has.",
    ko: '한 클러스터의 동서 게이트웨이 레이블에 어느 클러스터에도 없는 네트워크 이름을 적습니다.',
  },
  ({network}) => `${network}-1`,
);
