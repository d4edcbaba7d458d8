import {endpointText} from './expectations/endpoint/endpoint.js';
import {tally, tallyText} from './expectations/tally.js';
import {entryText} from './expectations/hops/hops.js';
import {rowText} from './expectations/row/row.js';
import {connectionText} from './expectations/tls/tls.js';
import type {CertificateChain, Listener, Measured, Route} from './measured.js';
import {nameOf} from './undo.js';

const SHOWN_CHARACTERS = 600;

/** What a probe measured, in words, where nothing was expected of it. */
export function measuredText(measured: Measured): string {
  const text = wordsOf(measured);
  return text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS)}…`;
}

function wordsOf(measured: Measured): string {
  switch (measured.kind) {
    case 'calls':
      return tallyText(tally(measured.answers, []), measured.answers.length) || 'no call';
    case 'endpoints':
      return listText(measured.endpoints.map(endpointText), 'no endpoint');
    case 'names':
      return measured.names.join(', ') || 'no name';
    case 'output':
      return `exit code ${measured.exitCode}, ${JSON.stringify(`${measured.stdout}${measured.stderr}`.trim())}`;
    case 'object':
      return measured.object === undefined ? 'not there' : JSON.stringify(measured.object);
    case 'proxies':
      return listText(
        measured.proxies.map(({proxy, states}) => `${proxy}: ${states.join(' ')}`),
        'no proxy',
      );
    case 'listeners':
      return listText(measured.listeners.map(listenerText), 'no listener');
    case 'routes':
      return listText(measured.routes.map(routeText), 'no virtual host');
    case 'logs':
      return listText(
        measured.lines.map(({of, text}) => `${of}: ${text}`),
        'no line',
      );
    case 'trail':
      return `request ${measured.requestId}: ${listText(measured.entries.map(entryText), 'written down by nobody')}`;
    case 'trace':
      return `trace ${measured.traceId}: ${listText(
        measured.spans.map(({cluster, service, operation}) => `${cluster}/${service} ${operation}`),
        'no span',
      )}`;
    case 'packets':
      return listText(measured.connections.map(connectionText), 'no connection');
    case 'truthTable':
      return listText(
        measured.rows.map((row) => `${rowText(row)}, by the policies ${row.expected}`),
        'no row',
      );
    case 'certificates':
      return listText(measured.chains.map(chainText), 'no chain');
    case 'secret':
      return measured.secret === undefined
        ? 'not there'
        : `${measured.secret.type} with ${measured.secret.keys.join(', ') || 'no key'}`;
    case 'objects':
      return measured.objects.map(nameOf).join(', ') || 'no object';
    case 'access':
      return listText(
        measured.answers.map(({action, allowed}) => `${action}: ${allowed ? 'allowed' : 'refused'}`),
        'no answer',
      );
  }
}

function listText(texts: readonly string[], none: string): string {
  return texts.join('; ') || none;
}

/** `0.0.0.0_15443 on 0.0.0.0:15443, 2 filter chains to a, b`. */
function listenerText({name, address, port, chains}: Listener): string {
  const targets = [...new Set(chains.map(({cluster}) => cluster).filter((cluster) => cluster !== ''))];
  const to = targets.length === 0 ? '' : ` to ${targets.join(', ')}`;
  return `${name} on ${address}:${port}, ${chains.length} filter chains${to}`;
}

/** `http.8080: webapp.istioinaction.io to outbound|80||webapp, 2 retries`. */
function routeText({name, domains, clusters, retries}: Route): string {
  return `${name}: ${domains.join(', ')} to ${clusters.join(', ') || 'nobody'}, ${retries} retries`;
}

/** `west default: URI:spiffe://… signed by CN=west, CN=west signed by CN=root`. */
function chainText({name, certificates}: CertificateChain): string {
  const links = certificates.map(
    ({subject, sans, issuer}) => `${subject || sans.join(' ') || 'no name'} signed by ${issuer}`,
  );
  return `${name}: ${links.join(', ') || 'no certificate'}`;
}
