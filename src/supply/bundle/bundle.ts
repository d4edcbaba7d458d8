import {EastwestError, EXIT} from '../../base/errors.js';
import type {Step} from '../../engine/step.js';
import type {Supply} from '../supply.js';

/** Whether a bundle is loaded on this machine that has what `locate` named. */
const isLoaded: Supply['isThere'] = () => Promise.resolve(false);

/** What a loaded bundle holds. */
export const bundleSupply: Supply = {
  locate: () => Promise.reject(notYet()),
  isThere: isLoaded,
  steps: (): Step[] => {
    throw notYet();
  },
};

function notYet(): EastwestError {
  return new EastwestError('--supply bundle comes in a later version of eastwest', {
    code: 'SUPPLY-NOT-YET',
    hint: 'use --supply registry or --supply source',
    exitCode: EXIT.usage,
  });
}
