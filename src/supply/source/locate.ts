import {join} from 'node:path';
import {EastwestError, EXIT} from '../../base/errors.js';
import type {Versions} from '../../lab/lab.js';
import type {Supplied} from '../../plan/plan.js';
import {ENVOY, GO_PARTS, PROMETHEUS} from './catalog.js';
import {productsOf, type SupplyFolders} from '../work.js';
import {checkCompiled} from '../workloads.js';
import {ownIstio} from '../own-istio.js';
import {layoutOf} from './layout.js';

/** The versions that the source supply can build. */
const BUILDABLE: Readonly<Record<keyof Versions, readonly string[]>> = {
  istio: [GO_PARTS.istio.version],
  kubernetes: [GO_PARTS.kubernetes.version],
  metallb: [GO_PARTS.metallb.version],
};

/** Where the products of the source supply will be. */
export function locateSource(versions: Versions, folders: SupplyFolders): Supplied {
  checkVersions(versions);
  checkCompiled(folders);
  const layout = layoutOf(folders);
  const products = productsOf(layout);
  return {
    supply: 'source',
    ...products,
    istio: ownIstio(versions.istio, products.tools.istioctl),
    addons: {
      prometheus: {manifest: join(layout.tools, 'prometheus.yaml'), version: PROMETHEUS.version},
      jaeger: {manifest: join(layout.tools, 'jaeger.yaml'), version: GO_PARTS.jaeger.version},
    },
    proxy: {kind: 'stock-envoy', version: ENVOY.version},
  };
}

function checkVersions(versions: Versions): void {
  const wrong = (Object.keys(BUILDABLE) as (keyof Versions)[]).filter(
    (what) => !BUILDABLE[what].includes(versions[what]),
  );
  if (wrong.length === 0) return;
  const found = wrong.map((what) => `${what} ${versions[what]} (it has ${BUILDABLE[what].join(', ')})`);
  throw new EastwestError(`the source supply does not have ${found.join(', ')}`, {
    code: 'SUPPLY-UNKNOWN-VERSION',
    hint: 'correct spec.versions in the lab file',
    exitCode: EXIT.usage,
  });
}
