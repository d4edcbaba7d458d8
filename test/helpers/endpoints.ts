import type {Endpoint} from '../../src/scenario/measured.js';

/** The two hosts of simple-backend as west's gateway sees them while west answers with errors. */
export const WEST_SET_ASIDE: Endpoint = {
  address: '10.10.0.20',
  port: 8080,
  priority: 0,
  weight: 1,
  locality: {region: 'westus', zone: '0'},
  health: 'HEALTHY',
  outlier: 'FAILED',
};

export const EAST_BY_GATEWAY: Endpoint = {
  ...WEST_SET_ASIDE,
  address: '172.18.255.202',
  port: 15443,
  priority: 1,
  locality: {region: 'eastus', zone: '0'},
  outlier: 'OK',
};
