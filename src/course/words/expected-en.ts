import {readCount, readShare, type Asked} from '../../scenario/index.js';
import {countedAs, fieldsList, fieldsText, nameList, wholeOrNone} from './asked.js';
import type {ExpectationWords} from './words.js';

const OPERATORS = {'==': 'exactly', '>=': 'at least', '<=': 'at most', '>': 'more than', '<': 'fewer than'};
const THINGS = {
  endpoints: 'endpoint',
  names: 'name',
  proxies: 'proxy',
  listeners: 'listener',
  objects: 'object',
};

export const expected: ExpectationWords = {
  share: (wanted) =>
    listOf(
      Object.entries(wanted).map(([answer, text]) => `${calls(readShare(text))} answered \`${answer}\``),
    ),
  answeredBy: (answers) => `${listOf(nameList(answers))}: each answers at least once, and nothing else does`,
  status: (wanted) =>
    listOf(
      Object.entries(wanted).map(([code, text]) => `${calls(readShare(text))} answered with status ${code}`),
    ),
  body: ({equals, contains, json}) => {
    if (equals !== undefined) return `the body of every answer is \`${equals}\``;
    if (contains !== undefined) return `every answer has \`${contains}\` in it`;
    return `every answer is JSON that has \`${JSON.stringify(json)}\` in it`;
  },
  endpoint: ({count = '>= 1', ...wanted}) => {
    const {address, port, priority, weight, locality, health, outlier} = wanted;
    const facts = [
      address === undefined ? undefined : `address \`${address}\``,
      port === undefined ? undefined : `port ${port}`,
      priority === undefined ? undefined : `priority ${priority}`,
      weight === undefined ? undefined : `weight ${weight}`,
      locality?.region === undefined ? undefined : `region \`${locality.region}\``,
      locality?.zone === undefined ? undefined : `zone \`${locality.zone}\``,
      health === undefined ? undefined : `health \`${health}\``,
      outlier === undefined ? undefined : `outlier check \`${outlier}\``,
    ].filter((fact) => fact !== undefined);
    const asked = readCount(count);
    const host = asked.operator === '>=' && asked.count === 1 ? 'an endpoint' : counted(asked, 'endpoint');
    return `${host} with ${listOf(facts)}`;
  },
  count: (wanted, kind) => counted(readCount(wanted), THINGS[countedAs(kind)]),
  names: ({include, exactly}) =>
    exactly === undefined
      ? `among the names: ${listOf(nameList(include))}`
      : `these names and no others: ${listOf(nameList(exactly))}`,
  exists: (wanted) => (wanted ? 'the object is there' : 'there is no such object'),
  match: (wanted) => `the object has \`${JSON.stringify(wanted)}\``,
  output: ({exitCode = 0, equals, contains}) => {
    if (equals !== undefined) return `exit code ${exitCode}, and the output is \`${equals}\``;
    return `exit code ${exitCode}${contains === undefined ? '' : `, and \`${contains}\` in the output`}`;
  },
  successRate: (wanted) => `${calls(readShare(wanted))} answered well, with a status below 400`,
  latency: (wanted) =>
    listOf(
      Object.entries(wanted).map(
        ([key, limit]) => `${key.slice(1)} % of the answers take at most ${limit} ms`,
      ),
    ),
  longestGap: (limit) => `no longer than ${limit} ms pass without a good answer`,
  failover: ({to, withinMs}) =>
    `from the first error on it takes at most ${withinMs} ms until all calls are answered by \`${to}\``,
  connections: ({instances, changes}) =>
    listOf([
      ...(instances === undefined ? [] : [`${counted(readCount(instances), 'pod')} answered`]),
      ...(changes === undefined
        ? []
        : [`from one call to the next the pod changes ${counted(readCount(changes), 'time')}`]),
    ]),
  identity: (wanted) => `in every call the callee's proxy took the caller for \`${wanted}\``,
  sni: (wanted) =>
    listOf(
      Object.entries(wanted).map(
        ([cluster, name]) => `connections of \`${cluster}\` ask for the SNI \`${name}\``,
      ),
    ),
  listener: ({port, sni, cluster, count}) =>
    such('listener', count, [
      ...(port === undefined ? [] : [`port ${port}`]),
      ...(sni === undefined ? [] : [`a filter chain for the SNI \`${sni}\``]),
      ...(cluster === undefined ? [] : [`a way to the Envoy cluster \`${cluster}\``]),
    ]),
  route: ({domain, cluster, retries, count}) =>
    such('virtual host', count, [
      ...(domain === undefined ? [] : [`the domain \`${domain}\``]),
      ...(cluster === undefined ? [] : [`a route to \`${cluster}\``]),
      ...(retries === undefined ? [] : [counted(readCount(retries), 'retry')]),
    ]),
  line: ({contains, count}) => such('log line', count, nameList([contains].flat())),
  hops: (hops) =>
    `one and the same request is in these access logs: ${hops
      .map(({at, ...entry}) => `${at}${fieldsText(entry)}`)
      .join('; ')}`,
  spans: (spans) =>
    `one and the same trace has the spans of: ${spans
      .map(({cluster, service, ...facts}) => `${service} in ${cluster}${fieldsText(facts)}`)
      .join('; ')}`,
  tls: ({sni, connections = '>= 1'}) =>
    `${counted(readCount(connections), 'connection')} carried something, all of it TLS records and no readable HTTP${
      sni === undefined ? '' : `, and a ClientHello asks for the SNI \`${sni}\``
    }`,
  plaintext: ({path, forwardedFor, count}) =>
    such('readable HTTP request', count, [
      ...(path === undefined ? [] : [`the path \`${path}\``]),
      ...(forwardedFor === undefined ? [] : ["an X-Forwarded-For that begins with the caller's address"]),
    ]),
  agrees: () => 'every caller fares as the policies say',
  row: ({cluster, caller, callee, measured}) =>
    `${caller ?? 'every caller'}${cluster === undefined ? '' : ` in ${cluster}`} is ${measured === 'allow' ? 'let in' : 'refused'}${
      callee === undefined ? '' : ` by ${callee}`
    }`,
  proxy: ({cluster, version, sync, count}) => {
    const facts = [
      ...(cluster === undefined ? [] : [`the cluster \`${cluster}\``]),
      ...(version === undefined ? [] : [`version ${version}`]),
      ...Object.entries(sync ?? {}).map(([type, state]) => `${type} \`${state}\``),
    ];
    return count === undefined ? `every proxy has ${listOf(facts)}` : such('proxy', count, facts);
  },
  chain: ({of, length, issuers}) =>
    `the chain \`${of}\` has ${counted(readCount(length), 'certificate')}, each signed by the next${
      issuers === undefined ? '' : `; the issuers are ${issuers.map((issuer) => `\`${issuer}\``).join(', ')}`
    }`,
  certificate: ({of, place = 0, ...wanted}) =>
    `certificate ${place + 1} of the chain \`${of}\` has ${fieldsList(wanted).join(', ')}`,
  sameRoot: (wanted) =>
    wanted
      ? 'all certificates go back to one and the same root'
      : 'the certificates go back to different roots',
  allowed: (wanted) => (wanted ? 'all of it is allowed' : 'none of it is allowed'),
  inNetwork: (network) => `every address lies in \`${network}\``,
  each: (wanted) => `every object has \`${JSON.stringify(wanted)}\``,
  synced: () => 'every proxy has confirmed all that was sent to it (`SYNCED`)',
};

function calls(asked: Asked): string {
  const {operator, part, count = 0, of = 0} = asked;
  if (part !== undefined) return `${OPERATORS[operator]} ${part * 100} % of the calls are`;
  switch (wholeOrNone(asked)) {
    case 'all':
      return of === 1 ? 'the call is' : `all ${of} calls are`;
    case 'none':
      return of === 1 ? 'the call is not' : `none of the ${of} calls is`;
    case undefined:
      return `${OPERATORS[operator]} ${count} of ${of} calls are`;
  }
}

function counted({operator, count = 0}: Asked, thing: string): string {
  if (count === 0 && operator === '==') return `no ${thing}`;
  return `${OPERATORS[operator]} ${count} ${count === 1 ? thing : plural(thing)}`;
}

function plural(thing: string): string {
  return thing.endsWith('y') ? `${thing.slice(0, -1)}ies` : `${thing}s`;
}

/** `a log line with x`, where nothing is said of how many. */
function such(thing: string, count: string | number = '>= 1', facts: readonly string[] = []): string {
  const asked = readCount(count);
  const article = /^[aeiou]/.test(thing) ? 'an' : 'a';
  const host = asked.operator === '>=' && asked.count === 1 ? `${article} ${thing}` : counted(asked, thing);
  return facts.length === 0 ? host : `${host} with ${listOf(facts)}`;
}

function listOf(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}
