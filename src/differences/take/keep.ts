import {onceEach, partStore, type PartStore} from '../parts.js';
import {withoutSecrets} from './hide.js';

/** Keeps a part of what was taken, without what is secret in it; answers with its digest. */
export type Keep = (value: unknown) => string;

/** Where parts are kept, for several looks: what two of them find alike is made once. */
export interface Kept {
  readonly keep: Keep;
  readonly store: PartStore;
}

export function kept(): Kept {
  const store = partStore();
  return {store, keep: onceEach((value) => store.put(withoutSecrets(value)))};
}
