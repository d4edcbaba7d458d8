import type {PageWords} from './words.js';

export const ko: PageWords = {
  language: 'ko',

  runOf: (time, lab) => `${time} 실행 · 실습 환경 ${lab}`,
  headline: ({passed, failed, interrupted, all, finished}) => {
    const unfinished = finished ? '' : ' (실행이 끝까지 진행되지 않음)';
    if (failed > 0) return `시나리오 ${all}개 중 ${failed}개 실패${unfinished}`;
    if (interrupted > 0) return `시나리오 ${all}개 중 ${passed}개 통과, 실행이 중단됨`;
    if (passed === all && all > 0) return `시나리오 ${all}개 모두 통과${unfinished}`;
    return `시나리오 ${all}개 중 ${passed}개 통과, 실패 없음${unfinished}`;
  },
  inAll: (time) => `전체 ${time}`,
  verdict: {passed: '통과', failed: '실패', skipped: '건너뜀', interrupted: '중단'},
  measuredWith: ({supply, proxy}) =>
    `측정 대상: ${proxy.kind} ${proxy.version}(${
      proxy.kind === 'istio-proxy'
        ? 'Istio가 빌드한 프록시'
        : 'Istio 빌드가 아니라 Envoy 프로젝트가 배포한 Envoy'
    }), 공급 방식 ${supply}`,

  verdicts: '판정',
  lab: '실습 환경',
  scenarios: '시나리오',
  overview: {verdict: '판정', scenario: '시나리오', measured: '측정 결과', time: '시간'},
  versions: '버전과 프록시',
  madeFrom: (id) =>
    `이 보고서는 측정한 내용이 모두 들어 있는 실행 ${id}의 events.jsonl에서 만들었습니다. eastwest report ${id} 명령으로 다시 만들 수 있습니다.`,
  unknown: (kinds) => `이 버전이 모르는 종류의 이벤트는 표시하지 않았습니다: ${kinds}.`,

  topology: {
    label: (client, clusters, network, mesh) =>
      `Docker 네트워크 ${network}에 있는 클라이언트 ${client} 및 클러스터 ${clusters}, 메시 ${mesh}`,
    network: (name) => `Docker 네트워크 ${name}`,
    outside: '외부 클라이언트',
    mesh: (id) => `하나의 메시 ${id}. 클러스터마다 Istio 컨트롤 플레인과 중간 CA가 따로 있습니다`,
    ingress: '인그레스 게이트웨이',
    eastWest: '동서 게이트웨이',
    unseen: '주소를 확인하지 못함',
    pods: '파드',
    answers: (count) => `응답 ${count}회`,
    toPort: '15443 포트로',
    discovery: '디스커버리',
    reads: '서비스 정보를 읽음',
    everyPair: '클러스터는 저마다 나머지 모든 클러스터의 서비스 정보를 읽고, 15443 포트로 mTLS 호출을 합니다',
  },

  leftBehind: (what) => `되돌리지 못한 것: ${what}`,
  explained: {
    heading: '실습 환경에서 잘못된 점',
    check: '점검',
    looked: '살펴본 것',
    seen: '확인한 내용',
    verdict: '판정',
    remedy: '해결 방법(eastwest shell에서 실행)',
    page: '자세한 설명',
    healthy:
      '없습니다. eastwest explain의 모든 점검을 통과했으므로, 원인은 시나리오 자체의 주장이나 동작에 있습니다.',
    state: {ok: '정상', fault: '고장', unknown: '알 수 없음', 'not-judged': '판정하지 않음'},
  },
  timeline: {
    label: (count, seconds, lanes) => `${seconds}초 동안 호출 ${count}회: ${lanes}`,
    lane: (count, who, outcome) => `${who} ${outcome} ${count}회`,
    count: (outcome, count, all) => `${outcome} — ${count}/${all}회`,
    reused: (reused) => (reused ? '기존 연결 사용' : '새 연결'),
    phase: (name) => `국면 ${name}`,
    caption:
      '표시 하나가 호출 한 번이며, 호출을 보낸 시점에 놓여 있습니다. 다시 측정하기 전의 표본도 포함합니다. 시간은 시나리오를 시작한 시점부터 잽니다.',
    happened: '실습 환경의 변화',
    kinds: {action: '환경 변경', ejection: '제외(ejection) 확인', undo: '되돌림'},
    setAside: (host, place, title) => `${place === '' ? '' : `${place}의 `}${host} 제외됨(${title})`,
    span: (from, to) => `+${from}~${to} s`,
  },
  noAnswer: '응답 없음',
  proxy: '프록시',
  latencies: {
    caption: '응답한 곳과 응답 시간',
    by: '응답한 곳',
    outcome: '결과',
    calls: '호출',
    slowest: '최댓값',
    fresh: '새 연결',
  },
  shares: {
    heading: '응답의 기대값과 측정값',
    answer: '응답',
    share: '비율(0~100%)',
    measured: '측정',
    expected: '기대',
    judged: '판정',
    right: '기대한 대로',
    wrong: '기대와 다름',
    count: (count, total) => `${total}회 중 ${count}회`,
  },
  endpoints: {
    heading: '엔드포인트의 변화',
    first: '처음',
    then: '이후',
    endpoint: '엔드포인트',
    priority: '우선순위',
    locality: '지역(locality)',
    health: '헬스 상태',
    outlier: '이상치 감지',
    none: '엔드포인트 없음',
    fresh: '추가됨',
    gone: '없어짐',
    was: (former) => `이전 값 ${former}`,
  },
  certificates: {
    heading: '인증서 체인',
    certificate: '인증서',
    issuer: '발급자',
    names: '이름(SAN)',
    valid: '유효 기간',
    signs: '서명 권한',
    root: '루트',
    leaf: '리프',
    intermediate: '중간',
    noSubject: '주체(subject) 없음',
    itself: '자기 자신',
    no: '없음',
    serial: (serial) => `일련번호 ${serial}`,
    from: (from, to) => `${from} ~ ${to}`,
    ca: (pathLength) => `CA${pathLength === undefined ? '' : `, 경로 길이 ${pathLength}`}`,
  },
  truth: {
    heading: '호출 권한',
    how: '정책에서 계산한 결과와 측정한 결과입니다. 둘이 다르면 둘 다 표시합니다.',
    caller: '호출자',
    callers: (cluster) => `${cluster}의 호출자`,
    differs: (measured, expected) => `${measured}, 기대한 결과는 ${expected}`,
  },
  steps: {
    none: '시작한 단계가 없습니다.',
    phase: '국면',
    cut: '도중에 끝난 단계:',
    done: '완료',
    holds: '확인',
    failed: '실패',
    measured: '측정',
    wanted: '기대',
    undone: '마지막에 되돌린 내용',
    summary: (steps, phases) => `모든 단계와 명령: 국면 ${phases}개, 단계 ${steps}개`,
    lastSeen: (text) => `마지막으로 확인한 상태: ${text}`,
    took: (at, time) => `${at}, ${time} 걸림`,
  },
};
