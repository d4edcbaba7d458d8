import type {QuizWords} from './words.js';

export const ko: QuizWords = {
  breaking: (seed) =>
    `실습 환경 어딘가를 고장 내고 있습니다(시드 ${seed}). 몇 초에서 길게는 3분 정도 걸립니다.`,
  broken:
    '실습 환경이 고장 났습니다. 원인을 찾아 직접 고치십시오. 이 폴더에서 터미널을 하나 더 열고 `npx eastwest shell` 명령을 실행하십시오. 그 셸에서 kwest와 keast는 kubectl이고, iwest와 ieast는 istioctl입니다.',
  back: (minutes) => `퀴즈를 이어서 합니다. 실습 환경이 고장 난 지 ${minutes}분이 지났습니다.`,
  brokenOff:
    '지난 퀴즈가 시작되는 도중에 중단되었습니다. 바뀐 내용을 원래대로 되돌리고 새 퀴즈를 시작합니다.',
  keys: 'check = 다 고쳤음, 판정 | hint | give-up | quit',
  help: [
    'check     실습 환경이 다시 온전한지 살펴봅니다. 아무것도 바꾸지 않습니다',
    'hint      원인이 연결 고리의 어느 부분에 있는지만 알려 줍니다',
    'give-up   원인을 알려 주고 고칩니다',
    'quit      나갑니다. 고장은 그대로 남고, `eastwest quiz`로 이어서 할 수 있습니다',
  ],
  unknown: (text, meant) =>
    `여기에서 쓸 수 없는 명령입니다: "${text}"${meant === undefined ? '' : `. 혹시 ${meant}?`} (help를 입력하면 목록이 나옵니다)`,
  looking: '실습 환경 전체를 살펴보는 중입니다…',
  notWhole: (things) =>
    things === 1
      ? '아직 아닙니다. 제 상태가 아닌 것이 1가지 있습니다.'
      : `아직 아닙니다. 제 상태가 아닌 것이 ${things}가지 있습니다. 그중 하나가 나머지의 원인일 수 있습니다.`,
  whole: (fault, minutes, hints) =>
    `실습 환경이 다시 온전합니다. 원인은 ${fault}입니다. 걸린 시간은 ${minutes}분, 사용한 힌트는 ${hints}개입니다.`,
  hint: (check) => `원인이 있는 연결 고리: ${check}`,
  sameHint: (check) => `힌트는 이것 하나뿐입니다: ${check}`,
  was: (fault, cluster) => `원인은 ${cluster} 클러스터의 ${fault}입니다.`,
  seen: '확인하는 명령:',
  finding: (code) => `자세한 설명: docs/findings/${code}.md`,
  again: (command) => `같은 문제 다시 풀기: ${command}`,
  mending: '실습 환경을 원래대로 되돌립니다.',
  leftBehind: (what) => `되돌리지 못했습니다: ${what}`,
  mendOnceMore: '다시 시도하려면: npx eastwest mend',
  interrupted: '중단했습니다. 퀴즈는 계속됩니다.',
  failed: (why) => `실패했습니다: ${why}`,
  left: (command) => `고장은 그대로 남아 있습니다. 이어서 하려면: ${command}, 끝내려면: npx eastwest mend`,
  checks: {
    host: '호스트와 노드',
    network: '노드 사이의 네트워크',
    'control-plane': '컨트롤 플레인',
    'load-balancer': '로드 밸런서와 그 주소',
    trust: '신뢰(인증서와 서명한 CA)',
    'remote-secret': '원격 시크릿(컨트롤 플레인이 다른 클러스터를 읽는 데 쓰는 시크릿)',
    gateway: '동서 게이트웨이',
    injection: '프록시 주입(파드에 프록시가 있는지)',
    services: '앱의 Service',
    endpoints: '프록시가 아는 엔드포인트',
    locality: '로컬리티와 이상값 감지',
    policy: '정책(누가 누구를 어떻게 호출할 수 있는지)',
    'data-plane': '프록시와 컨트롤 플레인의 동기화',
    call: '호출 자체(앞의 모든 고리는 온전함)',
  },
};
