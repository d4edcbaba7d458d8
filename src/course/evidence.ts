import type {Endpoint, Measured} from '../scenario/index.js';

const SHOWN_LINES = 20;

/** What was measured as columns and counts, which need no language. */
export function measuredLines(measured: Measured): readonly string[] {
  switch (measured.kind) {
    case 'calls':
      return countLines(measured.answers);
    case 'endpoints':
      return columns([
        ['ENDPOINT', 'PRIORITY', 'LOCALITY', 'HEALTH', 'OUTLIER CHECK'],
        ...measured.endpoints.map(endpointRow),
      ]);
    case 'names':
      return firstOf(measured.names);
    case 'object':
      return [measured.object === undefined ? '(not found)' : objectLine(measured.object)];
    case 'output':
      return [
        ...firstOf(linesOf(measured.stdout)),
        ...firstOf(linesOf(measured.stderr)),
        `(exit code ${measured.exitCode})`,
      ];
    case 'proxies':
      return columns(measured.proxies.map(({proxy, states}) => [proxy, ...states]));
    case 'listeners':
      return firstOf(
        columns(
          measured.listeners.map(({name, address, port, chains}) => [
            name,
            `${address}:${port}`,
            chains
              .map(({sni, cluster}) => [...sni, cluster].filter((part) => part !== '').join(' '))
              .join('; '),
          ]),
        ),
      );
    case 'routes':
      return firstOf(
        columns(
          measured.routes.map(({name, domains, clusters, retries}) => [
            name,
            domains[0] ?? '-',
            clusters.join(' '),
            `retries ${retries}`,
          ]),
        ),
      );
    case 'logs':
      return firstOf(measured.lines.map(({of, text}) => `${of}  ${text}`));
    case 'trail':
      return columns(
        measured.entries.map(({at, method, path, code, flags, upstreamHost}) => [
          at,
          method,
          path,
          String(code),
          flags,
          upstreamHost,
        ]),
      );
    case 'trace':
      return columns(
        measured.spans.map(({cluster, service, operation, status}) => [cluster, service, operation, status]),
      );
    case 'packets':
      return firstOf(
        columns(
          measured.connections.map(({client, server, bytes, tlsRecords, sni, requests}) => [
            `${client} > ${server}`,
            `${bytes} bytes`,
            tlsRecords === undefined ? '-' : `${tlsRecords} TLS records`,
            sni ?? '-',
            requests.map(({method, path}) => `${method} ${path}`).join(', '),
          ]),
        ),
      );
    case 'truthTable':
      return columns([
        ['CLUSTER', 'CALLER', 'CALLEE', 'EXPECTED', 'MEASURED'],
        ...measured.rows.map((row) => [row.cluster, row.caller, row.callee, row.expected, row.measured]),
      ]);
    case 'certificates':
      return measured.chains.flatMap(({name, certificates}) => [
        name,
        ...certificates.map(({subject, issuer, sans}) => `  ${subject || sans.join(' ')}  <  ${issuer}`),
      ]);
    case 'secret':
      return [
        measured.secret === undefined
          ? '(not found)'
          : `${measured.secret.type}: ${measured.secret.keys.join(', ')}`,
      ];
    case 'objects':
      return firstOf(measured.objects.map(objectLine));
    case 'access':
      return columns(measured.answers.map(({action, allowed}) => [action, allowed ? 'yes' : 'no']));
  }
}

function countLines(answers: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const answer of answers) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  const width = String(answers.length).length;
  return [...counts].map(([answer, count]) => `${String(count).padStart(width)} × ${answer}`);
}

function endpointRow({address, port, priority, locality, health, outlier}: Endpoint): readonly string[] {
  const place = locality.region === '' ? '-' : `${locality.region}/${locality.zone}`;
  return [`${address}:${port}`, String(priority), place, health, outlier];
}

function objectLine({kind, metadata}: NonNullable<Extract<Measured, {kind: 'object'}>['object']>): string {
  const {namespace, name} = metadata;
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

/** Columns as wide as their widest cell. */
export function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({length: count}, (_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function linesOf(text: string): readonly string[] {
  return text.trimEnd() === '' ? [] : text.trimEnd().split('\n');
}

function firstOf(lines: readonly string[]): readonly string[] {
  if (lines.length <= SHOWN_LINES) return lines;
  return [...lines.slice(0, SHOWN_LINES), `… (+${lines.length - SHOWN_LINES})`];
}
