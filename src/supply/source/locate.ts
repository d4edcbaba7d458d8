import {join} from 'node:path';
import type {Versions} from '../../lab/lab.js';
import type {Supplied, SuppliedIstio} from '../../plan/plan.js';
import {COMMON_PARTS, ENVOY, PROMETHEUS} from './catalog.js';
import {istioAlone} from './istio-alone.js';
import {ISTIO_VERSIONS} from './istio-releases.js';
import {productsOf, type SupplyFolders} from '../work.js';
import {checkCompiled} from '../workloads.js';
import {layoutOf} from './layout.js';
import {checkVersions} from './versions.js';

/** Where the products of the source supply will be. */
export function locateSource(versions: Versions, folders: SupplyFolders): Supplied {
  checkVersions(versions, folders);
  checkCompiled(folders);
  const layout = layoutOf(folders, versions.istio);
  const products = productsOf(layout);
  const {istioctl} = products.tools;
  return {
    supply: 'source',
    ...products,
    addons: {
      prometheus: {manifest: join(layout.tools, 'prometheus.yaml'), version: PROMETHEUS.version},
      jaeger: {manifest: join(layout.tools, 'jaeger.yaml'), version: COMMON_PARTS.jaeger.version},
    },
    istio: Object.fromEntries(
      ISTIO_VERSIONS.map((version): [string, SuppliedIstio] => {
        const alone = istioAlone(folders, version);
        // The lab's own is among its tools.
        return [version, version === versions.istio ? {...alone, istioctl} : alone];
      }),
    ),
    proxy: {kind: 'stock-envoy', version: ENVOY.version},
  };
}
