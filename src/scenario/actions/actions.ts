import type {Action} from './action.js';
import {apply} from './apply/apply.js';
import {cutOff} from './cut/cut.js';
import {deleteObjects} from './delete/delete.js';
import {killPods} from './kill-pods/kill-pods.js';
import {label} from './label/label.js';
import {logLevel} from './log-level/log-level.js';
import {patch} from './patch/patch.js';
import {putBack} from './put-back/put-back.js';
import {reconnectCluster} from './reconnect/reconnect.js';
import {registerCluster} from './register-cluster/register-cluster.js';
import {restart} from './restart/restart.js';
import {rotateCa} from './rotate-ca/rotate-ca.js';
import {scale} from './scale/scale.js';
import {setEnv} from './set-env/set-env.js';
import {startCalls} from './start-calls/start-calls.js';
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
  startCalls,
  killPods,
  cut: cutOff,
  reconnect: reconnectCluster,
  rotateCa,
};

export type ActionKey = keyof typeof ACTIONS;
export const ACTION_KEYS = Object.keys(ACTIONS) as readonly ActionKey[];

/** The kind for a key; values reach it only by way of its own schema. */
export function actionOf(key: ActionKey): Action<unknown> {
  return ACTIONS[key];
}
