import type {Action} from './action.js';
import {apply} from './apply/apply.js';
import {deleteObjects} from './delete/delete.js';
import {label} from './label/label.js';
import {logLevel} from './log-level/log-level.js';
import {patch} from './patch/patch.js';
import {putBack} from './put-back/put-back.js';
import {registerCluster} from './register-cluster/register-cluster.js';
import {restart} from './restart/restart.js';
import {scale} from './scale/scale.js';
import {setEnv} from './set-env/set-env.js';
import {wait} from './wait/wait.js';

/** Every kind of change, by its key in a scenario. */
export const ACTIONS = {
  apply,
  delete: deleteObjects,
  setEnv,
  restart,
  scale,
  patch,
  label,
  logLevel,
  wait,
  putBack,
  registerCluster,
};

export type ActionKey = keyof typeof ACTIONS;
export const ACTION_KEYS = Object.keys(ACTIONS) as readonly ActionKey[];

/** The kind for a key; values reach it only by way of its own schema. */
export function actionOf(key: ActionKey): Action<unknown> {
  return ACTIONS[key];
}
