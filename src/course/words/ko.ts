import {hasFinal, particle} from './particle.js';
import {expected} from './expected-ko.js';
import type {Words} from './words.js';

/** The services behind variables such as `east.eastWestGateway`. */
const SERVICES: Readonly<Record<string, string>> = {
  ingress: '인그레스 게이트웨이',
  eastWestGateway: '동서 게이트웨이',
  pool: 'IP 주소 풀',
};

export const ko: Words = {
  expected,

  begin: (place, of) => `시나리오 ${place}/${of}`,
  goesOn: (step) => `지난번에 멈춘 ${step}단계부터 이어서 합니다. 그때까지 바꾼 내용은 그대로 남아 있습니다.`,
  takenBackMeanwhile:
    '나가 계신 동안 `eastwest run`이 실행되었거나 실습 환경을 새로 만들어서, 그때까지 바꾼 내용이 원래대로 돌아가 있습니다. 시나리오를 처음부터 다시 시작합니다.',
  othersTakenBack: '다른 실습에서 바꾼 내용이 남아 있어서 먼저 원래대로 되돌렸습니다.',
  mustBeSeen: (seconds) => (seconds === 0 ? '확인할 내용:' : `확인할 내용(${seconds}초 이내):`),
  mustStaySeen: (seconds) => `${seconds}초 동안 계속 확인되어야 할 내용:`,
  mustNeverBeSeen: (seconds) => `${seconds}초 동안 나타나지 않아야 할 내용:`,
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
    afterwards: '바꾼 내용을 모두 되돌린 뒤에는 다음과 같아야 합니다.',
    address: (service, cluster) => `<${cluster}의 ${SERVICES[service] ?? service}>`,
  },
};
