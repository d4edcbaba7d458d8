import {join} from 'node:path';
import {ok, warning, type Finding} from '../finding.js';
import type {Probes} from '../probes.js';

const CODE = 'HOST-PROXY';
const WHAT = 'proxy';
const NAMES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'];

interface ClientConfig {
  readonly proxies?: Readonly<
    Record<string, {readonly httpProxy?: string; readonly httpsProxy?: string; readonly noProxy?: string}>
  >;
}

/**
 * Proxies that the nodes hear of. Those of the environment are told what to leave out, by us; those of the docker
 * client's own configuration, which it gives to every container, are not: there the person must say it.
 */
export async function proxy({host, plan}: Pick<Probes, 'host' | 'plan'>): Promise<Finding> {
  const file = join(host.env['DOCKER_CONFIG'] ?? join(host.env['HOME'] ?? '/root', '.docker'), 'config.json');
  const given = Object.values(parsed(await host.readFile(file))?.proxies ?? {});
  const direct = [
    ...plan.clusters.flatMap(({node, podSubnet, serviceSubnet}) => [node, podSubnet, serviceSubnet]),
    '.svc',
    '.cluster.local',
  ];
  const missing = given
    .filter(({httpProxy, httpsProxy}) => (httpProxy ?? httpsProxy ?? '') !== '')
    .flatMap(({noProxy = ''}) => direct.filter((one) => !noProxy.split(/[,\s]+/).includes(one)));
  if (missing.length > 0) {
    const list = [...new Set(missing)].join(',');
    return warning(
      CODE,
      WHAT,
      `${file} sends the nodes' own calls to a proxy`,
      `add to noProxy there: ${list}`,
    );
  }
  const name = NAMES.find((one) => (host.env[one] ?? '') !== '');
  if (name === undefined) return ok(CODE, WHAT, 'none');
  return ok(CODE, WHAT, `${name} is ${withoutLogin(host.env[name] ?? '')}; nodes reach each other past it`);
}

/** A proxy's URL may hold a password. */
function withoutLogin(url: string): string {
  return url.replace(/^([a-z0-9+.-]+:\/\/)?[^/]*@/i, '$1');
}

function parsed(text: string | undefined): ClientConfig | undefined {
  try {
    return JSON.parse(text ?? '{}') as ClientConfig;
  } catch {
    // The docker client says itself that it cannot read it.
    return undefined;
  }
}
