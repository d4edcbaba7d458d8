import {join} from 'node:path';
import type {SuppliedIstio} from '../../plan/plan.js';
import type {SupplyFolders} from '../work.js';
import {partsFor} from './catalog.js';
import {hashesOf} from './hashes.js';
import {podReference} from './layout.js';
import {istioPods} from './pods.js';

/** Where a version of Istio is that is built by itself, beside what a lab is made of. */
export function istioAlone(folders: SupplyFolders, version: string): SuppliedIstio {
  const hashes = hashesOf(folders, partsFor(version));
  const {pilot, proxyv2} = istioPods(version);
  return {
    version,
    istioctl: join(folders.cache, 'tools', `istio-${hashes.go('istio')}`, 'istioctl'),
    images: {
      pilot: podReference(pilot, hashes.pod(pilot)),
      proxyv2: podReference(proxyv2, hashes.pod(proxyv2)),
    },
  };
}
