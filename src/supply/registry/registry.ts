import {EastwestError, EXIT} from '../../base/errors.js';
import type {Supply} from '../supply.js';

/** Official images and tools, from their publishers or from mirrors of them. */
export const registrySupply: Supply = {
  locate: () => Promise.reject(notYet()),
  isThere: () => Promise.resolve(false),
  steps: () => {
    throw notYet();
  },
};

function notYet(): EastwestError {
  return new EastwestError('--supply registry comes in a later version of eastwest', {
    code: 'SUPPLY-NOT-YET',
    hint: 'use --supply source',
    exitCode: EXIT.usage,
  });
}
