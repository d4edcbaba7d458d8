import {ruleFault} from './rule.js';

export const consecutiveErrorsIgnored = ruleFault(
  {
    name: 'consecutive-errors-ignored',
    does: {
      en: 'Applies a DestinationRule with consecutiveErrors in place of consecutive5xxErrors: Istio takes it and ignores it.',
      ko: 'consecutive5xxErrors 대신 consecutiveErrors를 쓴 DestinationRule을 적용합니다. Istio는 이 필드를 받아들이지만 무시합니다.',
    },
    finding: 'outlier-field-ignored',
  },
  {consecutiveErrors: 1, interval: '20s', baseEjectionTime: '30s'},
  (found) => found?.consecutiveErrors === undefined,
);
