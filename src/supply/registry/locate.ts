import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {EastwestError, EXIT} from '../../base/errors.js';
import {ADDONS} from '../../lab/lab.js';
import type {ProxyFacts, RegistrySource, Supplied} from '../../plan/plan.js';
import type {LookDocker, SupplyRequest} from '../supply.js';
import {PLATFORMS, type Platform} from './catalog-schema.js';
import {productsOf} from '../work.js';
import {checkCompiled} from '../workloads.js';
import {addonVersion} from './addon-images.js';
import {addonFile, layoutOf, pulledTag} from './layout.js';
import {checkMirrors} from './mirrors.js';

/** Label of a node image: which proxy was found in it. */
export const PROXY_LABEL = 'dev.eastwest.proxy';

const ARCHITECTURES: Readonly<Record<string, string>> = {x64: 'amd64', arm64: 'arm64'};

/** Where the products of the registry supply will be. */
export async function locateRegistry(request: SupplyRequest, docker: LookDocker): Promise<Supplied> {
  const {versions, folders, mirrors, catalog, host} = request;
  checkMirrors(mirrors);
  checkCompiled(folders);
  const source: RegistrySource = {mirrors, catalog, platform: platformOf(host)};
  const layout = layoutOf(folders, versions, source);
  const products = productsOf(layout);
  return {
    supply: 'registry',
    ...products,
    addons: addonsIn(layout.tools, versions.istio),
    istio: {
      [versions.istio]: {
        version: versions.istio,
        istioctl: products.tools.istioctl,
        images: {pilot: pulledTag(layout.selection.pilot), proxyv2: pulledTag(layout.selection.proxy)},
      },
    },
    proxy: await proxyIn(layout.node, versions.istio, docker),
    from: source,
  };
}

/** The addons of Istio's release; until that is here, which version of each it names is not known. */
function addonsIn(tools: string, istio: string): Supplied['addons'] {
  const found = ADDONS.map((addon) => {
    const manifest = join(tools, addonFile(addon));
    const version = existsSync(manifest) ? addonVersion(addon, readFileSync(manifest, 'utf8')) : undefined;
    return [addon, {manifest, version: version ?? `of Istio ${istio}`}] as const;
  });
  return Object.fromEntries(found);
}

/** The proxy that was found in the image when it was baked; until then, what such an image should hold. */
async function proxyIn(node: string, istio: string, docker: LookDocker): Promise<ProxyFacts> {
  const found = (await docker?.image(node))?.labels[PROXY_LABEL];
  return found === undefined ? {kind: 'istio-proxy', version: istio, expected: true} : proxyFacts(found);
}

/** What a label says: `istio-proxy 1.25.9`. */
export function proxyFacts(label: string): ProxyFacts {
  const [kind, version = ''] = label.split(' ', 2);
  return {kind: kind === 'stock-envoy' ? 'stock-envoy' : 'istio-proxy', version};
}

function platformOf({platform, arch}: SupplyRequest['host']): Platform {
  const found = PLATFORMS.find((one) => one === `${platform}-${ARCHITECTURES[arch] ?? arch}`);
  if (found !== undefined) return found;
  throw new EastwestError(`the registry supply has no tools for ${platform} ${arch}`, {
    code: 'SUPPLY-NO-PLATFORM',
    hint: `it has them for ${PLATFORMS.join(', ')}`,
    exitCode: EXIT.hostUnfit,
  });
}
