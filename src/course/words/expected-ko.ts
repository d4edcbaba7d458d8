import {readCount, readShare, type Asked} from '../../scenario/index.js';
import {countedAs, fieldsList, fieldsText, nameList, wholeOrNone} from './asked.js';
import {particle} from './particle.js';
import type {ExpectationWords} from './words.js';

const OPERATORS = {'==': '', '>=': ' 이상', '<=': ' 이하', '>': ' 초과', '<': ' 미만'};
const THINGS = {
  endpoints: '엔드포인트',
  names: '이름',
  proxies: '프록시',
  listeners: '리스너',
  objects: '오브젝트',
};

export const expected: ExpectationWords = {
  share: (wanted) =>
    Object.entries(wanted)
      .map(([answer, text]) => answered(readShare(text), `\`${answer}\``))
      .join(', '),
  answeredBy: (answers) =>
    `${nameList(answers).join(', ')} 응답이 각각 한 번 이상 나오고, 다른 응답은 없습니다`,
  status: (wanted) =>
    Object.entries(wanted)
      .map(([code, text]) => answered(readShare(text), `상태 코드 ${code}`))
      .join(', '),
  body: ({equals, contains, json}) => {
    if (equals !== undefined) return `모든 응답의 본문이 \`${equals}\`입니다`;
    if (contains !== undefined) return `모든 응답의 본문에 \`${contains}\` 문자열이 있습니다`;
    return `모든 응답이 JSON이고 \`${JSON.stringify(json)}\` 부분을 포함합니다`;
  },
  endpoint: ({count = '>= 1', ...wanted}) => {
    const {address, port, priority, weight, locality, health, outlier} = wanted;
    const facts = [
      address === undefined ? undefined : `주소 \`${address}\``,
      port === undefined ? undefined : `포트 ${port}`,
      priority === undefined ? undefined : `우선순위(priority) ${priority}`,
      weight === undefined ? undefined : `가중치 ${weight}`,
      locality?.region === undefined ? undefined : `리전 \`${locality.region}\``,
      locality?.zone === undefined ? undefined : `존 \`${locality.zone}\``,
      health === undefined ? undefined : `헬스 상태 \`${health}\``,
      outlier === undefined ? undefined : `이상치 감지(outlier check) \`${outlier}\``,
    ].filter((fact) => fact !== undefined);
    const asked = readCount(count);
    const host =
      asked.operator === '>=' && asked.count === 1
        ? '이런 엔드포인트가 있습니다'
        : asked.operator === '==' && asked.count === 0
          ? '이런 엔드포인트가 없습니다'
          : `이런 엔드포인트가 ${counted(asked)}입니다`;
    return `${host}: ${facts.join(', ')}`;
  },
  count: (wanted, kind) => {
    const asked = readCount(wanted);
    const thing = THINGS[countedAs(kind)];
    return asked.operator === '==' && asked.count === 0
      ? `${particle(thing, '이', '가')} 없습니다`
      : `${particle(thing, '이', '가')} ${counted(asked)}입니다`;
  },
  names: ({include, exactly}) =>
    exactly === undefined
      ? `다음 이름이 목록에 있습니다: ${nameList(include).join(', ')}`
      : `목록에는 다음 이름만 있습니다: ${nameList(exactly).join(', ')}`,
  exists: (wanted) => (wanted ? '오브젝트가 있습니다' : '해당 오브젝트가 없습니다'),
  match: (wanted) => `오브젝트에 \`${JSON.stringify(wanted)}\` 내용이 있습니다`,
  output: ({exitCode = 0, equals, contains}) => {
    if (equals !== undefined) return `종료 코드가 ${exitCode}이고 출력이 \`${equals}\`입니다`;
    return contains === undefined
      ? `종료 코드가 ${exitCode}입니다`
      : `종료 코드가 ${exitCode}이고 출력에 \`${contains}\` 문자열이 있습니다`;
  },
  successRate: (wanted) => answered(readShare(wanted), '정상(상태 코드 400 미만)'),
  latency: (wanted) =>
    Object.entries(wanted)
      .map(([key, limit]) => `응답의 ${key.slice(1)}%가 ${limit}ms 이내에 끝납니다`)
      .join(', '),
  longestGap: (limit) => `정상 응답이 끊기는 시간이 ${limit}ms를 넘지 않습니다`,
  failover: ({to, withinMs}) =>
    `첫 오류부터 모든 호출이 \`${to}\` 응답을 받을 때까지 ${withinMs}ms를 넘지 않습니다`,
  connections: ({instances, changes}) =>
    [
      ...(instances === undefined ? [] : [`응답한 파드가 ${counted(readCount(instances))}입니다`]),
      ...(changes === undefined
        ? []
        : [`연속된 호출 사이에 응답하는 파드가 바뀐 횟수가 ${times(readCount(changes))}입니다`]),
    ].join(', '),
  identity: (wanted) => `모든 호출에서 호출받는 쪽의 프록시가 확인한 호출자의 신원이 \`${wanted}\`입니다`,
  sni: (wanted) =>
    Object.entries(wanted)
      .map(([cluster, name]) => `Envoy 클러스터 \`${cluster}\`의 연결에 쓰는 SNI는 \`${name}\`입니다`)
      .join(', '),
  listener: ({port, sni, cluster, count}) =>
    such('리스너', count, [
      ...(port === undefined ? [] : [`포트 ${port}`]),
      ...(sni === undefined ? [] : [`SNI \`${sni}\`용 필터 체인`]),
      ...(cluster === undefined ? [] : [`전달 대상 Envoy 클러스터 \`${cluster}\``]),
    ]),
  route: ({domain, cluster, retries, count}) =>
    such('가상 호스트', count, [
      ...(domain === undefined ? [] : [`도메인 \`${domain}\``]),
      ...(cluster === undefined ? [] : [`\`${cluster}\`로 가는 라우트`]),
      ...(retries === undefined ? [] : [`재시도 ${times(readCount(retries))}`]),
    ]),
  line: ({contains, count}) => such('로그 줄', count, nameList([contains].flat())),
  hops: (hops) =>
    `같은 요청이 다음 액세스 로그에 모두 남아 있습니다: ${hops
      .map(({at, ...entry}) => `${at}${fieldsText(entry)}`)
      .join('; ')}`,
  spans: (spans) =>
    `하나의 트레이스에 다음 스팬이 모두 있습니다: ${spans
      .map(({cluster, service, ...facts}) => `${cluster}의 ${service}${fieldsText(facts)}`)
      .join('; ')}`,
  tls: ({sni, connections = '>= 1'}) =>
    `데이터가 오간 연결이 ${counted(readCount(connections))}이고, 모두 TLS 레코드뿐이며 읽을 수 있는 HTTP 요청이 없습니다${
      sni === undefined ? '' : `. ClientHello의 SNI는 \`${sni}\`입니다`
    }`,
  plaintext: ({path, forwardedFor, count}) =>
    such('읽을 수 있는 HTTP 요청', count, [
      ...(path === undefined ? [] : [`경로 \`${path}\``]),
      ...(forwardedFor === undefined ? [] : ['호출자의 주소로 시작하는 X-Forwarded-For']),
    ]),
  agrees: () => '모든 호출자의 결과가 인가 정책에서 계산한 결과와 같습니다',
  row: ({cluster, caller, callee, measured}) =>
    `${cluster === undefined ? '' : `${cluster}의 `}${caller ?? '모든 호출자'}의 ${callee === undefined ? '' : `${callee} `}호출이 ${
      measured === 'allow' ? '허용' : '거부'
    }됩니다`,
  proxy: ({cluster, version, sync, count}) => {
    const facts = [
      ...(cluster === undefined ? [] : [`클러스터 \`${cluster}\``]),
      ...(version === undefined ? [] : [`버전 ${version}`]),
      ...Object.entries(sync ?? {}).map(([type, state]) => `${type} \`${state}\``),
    ];
    return count === undefined
      ? `모든 프록시가 다음과 같습니다: ${facts.join(', ')}`
      : such('프록시', count, facts);
  },
  chain: ({of, length, issuers}) =>
    `\`${of}\` 체인의 인증서가 ${counted(readCount(length))}이고, 각 인증서에는 그다음 인증서가 서명했습니다${
      issuers === undefined
        ? ''
        : `. 발급자는 차례로 ${issuers.map((issuer) => `\`${issuer}\``).join(', ')}입니다`
    }`,
  certificate: ({of, place = 0, ...wanted}) =>
    `\`${of}\` 체인의 ${place + 1}번째 인증서가 다음과 같습니다: ${fieldsList(wanted).join(', ')}`,
  sameRoot: (wanted) =>
    wanted ? '모든 인증서가 같은 루트 CA에서 나왔습니다' : '인증서들의 루트 CA가 서로 다릅니다',
  allowed: (wanted) => (wanted ? '모두 허용됩니다' : '모두 거부됩니다'),
  inNetwork: (network) => `모든 주소가 \`${network}\` 안에 있습니다`,
  each: (wanted) => `모든 오브젝트에 \`${JSON.stringify(wanted)}\` 내용이 있습니다`,
  synced: () => '모든 프록시가 컨트롤 플레인이 보낸 설정을 모두 반영했습니다(`SYNCED`)',
};

function answered(asked: Asked, answer: string): string {
  const {operator, part, count = 0, of = 0} = asked;
  const most = OPERATORS[operator];
  const subject = most === '' ? '가' : `${most}이`;
  if (part !== undefined) return `호출의 ${part * 100}%${subject} ${answer} 응답을 받습니다`;
  switch (wholeOrNone(asked)) {
    case 'all':
      return of === 1 ? `${answer} 응답을 받습니다` : `호출 ${of}회 모두 ${answer} 응답을 받습니다`;
    case 'none':
      return `호출 ${of}회 중 ${answer} 응답은 한 번도 없습니다`;
    case undefined:
      return `호출 ${of}회 중 ${count}회${subject} ${answer} 응답을 받습니다`;
  }
}

function counted({operator, count = 0}: Asked): string {
  return `${count}개${OPERATORS[operator]}`;
}

function times({operator, count = 0}: Asked): string {
  return `${count}회${OPERATORS[operator]}`;
}

function such(thing: string, count: string | number = '>= 1', facts: readonly string[] = []): string {
  const asked = readCount(count);
  const subject = particle(thing, '이', '가');
  const told =
    asked.operator === '==' && asked.count === 0
      ? `이런 ${subject} 없습니다`
      : asked.operator === '>=' && asked.count === 1
        ? `이런 ${subject} 있습니다`
        : `이런 ${subject} ${counted(asked)}입니다`;
  return facts.length === 0 ? told.replace('이런 ', '') : `${told}: ${facts.join(', ')}`;
}
