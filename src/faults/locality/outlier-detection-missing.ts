import {ruleFault} from './rule.js';

export const outlierDetectionMissing = ruleFault(
  {
    name: 'outlier-detection-missing',
    does: {
      en: 'Applies a DestinationRule without outlier detection for a service of both clusters: locality means nothing without it.',
      ko: '두 클러스터에 있는 서비스에 이상값 감지(outlierDetection)가 없는 DestinationRule을 적용합니다. 이것 없이는 로컬리티가 동작하지 않습니다.',
    },
    finding: 'outlier-detection-missing',
  },
  undefined,
  (found) => found !== undefined,
);
