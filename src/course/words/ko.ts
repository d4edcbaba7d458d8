import {readCount, readShare, type Asked} from '../../scenario/index.js';
import {countedAs, nameList, wholeOrNone} from './asked.js';
import type {Words} from './words.js';

const OPERATORS = {'==': '', '>=': ' 이상', '<=': ' 이하', '>': ' 초과', '<': ' 미만'};
/** The services behind variables such as `east.eastWestGateway`. */
const SERVICES: Readonly<Record<string, string>> = {
  ingress: '인그레스 게이트웨이',
  eastWestGateway: '동서 게이트웨이',
};
const THINGS = {endpoints: '엔드포인트', names: '이름', proxies: '프록시'};

export const ko: Words = {
  expected: {
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
    synced: () => '모든 프록시가 컨트롤 플레인이 보낸 설정을 모두 반영했습니다(`SYNCED`)',
  },

  begin: (place, of) => `시나리오 ${place}/${of}`,
  goesOn: (step) => `지난번에 멈춘 ${step}단계부터 이어서 합니다. 그때까지 바꾼 내용은 그대로 남아 있습니다.`,
  takenBackMeanwhile:
    '나가 계신 동안 `eastwest run`이 실행되었거나 실습 환경을 새로 만들어서, 그때까지 바꾼 내용이 원래대로 돌아가 있습니다. 시나리오를 처음부터 다시 시작합니다.',
  othersTakenBack: '다른 실습에서 바꾼 내용이 남아 있어서 먼저 원래대로 되돌렸습니다.',
  mustBeSeen: (seconds) => (seconds === 0 ? '확인할 내용:' : `확인할 내용(${seconds}초 이내):`),
  byHand: '직접 입력할 명령:',
  keys: 'Enter = 대신 실행 | check = 직접 했음, 판정 | hint | show | goto N | reset | quit',
  help: [
    'next     이 단계를 대신 실행하고 결과를 보여 줍니다(Enter만 눌러도 됩니다)',
    'check    직접 실행한 결과를 판정합니다. 아무것도 바꾸지 않습니다',
    'hint     어디에서 무엇을 입력하는지, 무엇을 보고 판정하는지 알려 줍니다',
    'show     지금 메시가 어떤 상태인지 보여 줍니다',
    'goto N   N단계를 시작할 수 있는 상태로 만든 뒤 그 단계로 이동합니다',
    'reset    이 시나리오에서 바꾼 내용을 되돌리고 처음부터 다시 시작합니다',
    'quit     나갑니다. 실습 환경과 진행 위치는 그대로 남습니다',
  ],
  unknown: (text, meant) =>
    `"${text}"${hasFinal(text) ? '은' : '는'} 여기에서 쓸 수 없는 명령입니다${meant === undefined ? '' : `. 혹시 ${meant}?`} (help를 입력하면 목록이 나옵니다)`,

  done: (evidence) => `완료: ${evidence}`,
  holds: '기대한 대로입니다.',
  holdsNot: '기대한 결과와 다릅니다.',
  notYet: (missing) => `아직 아닙니다: ${missing}`,
  failed: (evidence) => `실패했습니다: ${evidence}`,
  unprepared: (reason) => `이 단계를 준비하지 못했습니다: ${reason}`,
  repeat: (seconds) =>
    `변경 내용이 프록시까지 전달되는 데 최대 ${seconds}초가 걸릴 수 있습니다. 잠시 뒤 check를 다시 하거나, next로 기다리게 하십시오.`,
  passed: (step) =>
    `읽는 동안 상태가 지나갔을 수 있습니다. \`goto ${step}\` 명령으로 이 상태를 일으킨 호출 단계로 돌아가서 다시 하십시오.`,
  interrupted: '중단했습니다. 이 단계는 아직 끝나지 않았습니다.',
  going: (step) => `거쳐 가는 ${step}단계:`,
  stuck: (step) => `${step}단계가 성공하지 못해서 더 나아가지 않습니다.`,

  hint: {
    action: '이 단계는 실습 환경을 변경합니다. `check`는 위 명령을 실행한 것과 같은 상태인지 확인합니다.',
    shell: (command) =>
      `이 폴더에서 터미널을 하나 더 열고 \`${command}\` 명령을 실행하십시오. 그 셸에서 kwest와 keast는 kubectl이고, iwest와 ieast는 istioctl입니다.`,
    apply: '파일에 있는 모든 오브젝트가 클러스터에 있어야 하고, 파일에 적힌 필드 값과 같아야 합니다.',
    rollout: '새 파드가 준비되고 이전 파드가 사라져야 합니다. `rollout status`로 끝났는지 알 수 있습니다.',
    restart: '모든 파드가 이 단계에 들어온 시점보다 나중에 만들어진 것이어야 합니다.',
    calls: (count) => `\`check\`는 ${count}회를 새로 호출해서 판정합니다. 직접 호출한 결과는 세지 않습니다.`,
    looking:
      '이 단계는 아무것도 바꾸지 않습니다. 명령의 출력을 살펴본 뒤 `check`로 같은 내용을 판정하십시오.',
    wait: (seconds) => `변경 내용이 프록시에 반영되기까지 최대 ${seconds}초가 걸릴 수 있습니다.`,
    show: '`show`를 입력하면 지금 이 순간 프록시가 가진 설정을 보여 줍니다.',
  },
  show: {deployments: '디플로이먼트', rules: 'Istio 규칙', none: '없음'},

  takingBack: '이 시나리오에서 바꾼 내용을 원래대로 되돌립니다.',
  leftBehind: (what) => `되돌리지 못했습니다: ${what}`,
  over: (id, title) => `통과: ${id} (${title})`,
  overBut: (id) => `실패: ${id} (각 단계는 통과했지만 실습 환경이 원래 상태로 돌아가지 않았습니다)`,
  skipped: (capability) => `건너뜀: 이 실습 환경에 없는 ${particle(capability, '이', '가')} 필요합니다.`,
  notReady: (reason) => `실습 환경이 준비되지 않았습니다: ${reason}`,
  next: (id, title) => `다음: ${id} (${title})`,
  nextPrompt: 'Enter = 시작 | quit',
  allOver: '마지막 시나리오까지 마쳤습니다.',
  allOverBefore: '이미 모두 마친 과정입니다. 처음부터 다시 시작합니다.',
  left: (command) => `진행 위치를 저장했습니다. 다시 시작하려면: ${command}`,

  page: {
    generated: '시나리오 파일에서 `npm run generate`로 생성한 문서입니다. 직접 고치지 마십시오.',
    contents: '차례',
    begin: '시작하기 전에',
    setUp: [
      '실습 환경을 만들고 셸을 엽니다. 이 셸에서 `kwest`와 `keast`는 각 클러스터의 kubectl이고, `iwest`와 `ieast`는 istioctl입니다.',
      '아래의 모든 명령은 저장소를 복제한 폴더에서 연 이 셸에 입력합니다.',
    ],
    walk: (command) => `단계별로 따라 하기: \`${command}\``,
    judge: (command) => `한 번에 판정하기: \`${command}\``,
    after: (links) => `선행 시나리오: ${links}`,
    requires: (capability) => `필요 조건: ${capability}`,
    type: (kind) => (kind === 'action' ? '실행:' : '확인:'),
    seen: (seconds) => (seconds === 0 ? '확인할 내용:' : `확인할 내용(${seconds}초 이내):`),
    afterwards: '바꾼 내용을 모두 되돌린 뒤에는 다음과 같아야 합니다.',
    address: (service, cluster) => `<${cluster}의 ${SERVICES[service] ?? service}>`,
  },
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

/** A word with the particle that its last sound asks for. */
function particle(word: string, afterConsonant: string, afterVowel: string): string {
  return `${word}${hasFinal(word) ? afterConsonant : afterVowel}`;
}

/** Whether a word ends in a consonant, as far as Hangul tells; other scripts are taken to end in a vowel. */
function hasFinal(word: string): boolean {
  const code = (word.codePointAt(word.length - 1) ?? 0) - 0xac00;
  return code >= 0 && code < 11_172 && code % 28 !== 0;
}
