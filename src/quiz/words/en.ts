import type {QuizWords} from './words.js';

const took = (minutes: number): string => (minutes === 1 ? '1 minute' : `${minutes} minutes`);

export const en: QuizWords = {
  breaking: (seed) =>
    `Something in the lab is being broken (seed ${seed}). That takes from seconds to three minutes.`,
  broken:
    'The lab is broken. Find out what it is, and mend it by hand: open another terminal in this folder and type `npx eastwest shell`; kwest and keast are kubectl there, iwest and ieast istioctl.',
  back: (minutes) => `The quiz goes on. The lab has been broken for ${took(minutes)}.`,
  brokenOff:
    'The last quiz was broken off while it began. What it had changed is put back; a new one begins.',
  keys: 'check = I have mended it | hint | give-up | quit',
  help: [
    'check     looks whether the lab is whole again; changes nothing',
    'hint      says in which link of the chain the cause is, not what it is',
    'give-up   says what it was, and mends it',
    'quit      leaves; the lab stays broken, and `eastwest quiz` goes on',
  ],
  unknown: (text, meant) =>
    `"${text}" is not known here${meant === undefined ? '' : `; did you mean ${meant}?`} (help lists what is)`,
  looking: 'Looking at the whole lab…',
  notWhole: (things) =>
    things === 1
      ? 'Not yet: 1 thing in the lab is not as it should be.'
      : `Not yet: ${things} things in the lab are not as they should be; one may be the cause of the others.`,
  whole: (fault, minutes, hints) =>
    `The lab is whole again. It was ${fault}; you took ${took(minutes)} and ${hints === 0 ? 'no hint' : hints === 1 ? '1 hint' : `${hints} hints`}.`,
  hint: (check) => `The cause is in this link of the chain: ${check}.`,
  sameHint: (check) => `There is one hint and no other: ${check}.`,
  was: (fault, cluster) => `It was ${fault} in ${cluster}.`,
  seen: 'What shows it:',
  finding: (code) => `More about it: docs/findings/${code}.md`,
  again: (command) => `The same once more: ${command}`,
  mending: 'The lab is put back as it was.',
  leftBehind: (what) => `could not be put back: ${what}`,
  mendOnceMore: 'Once more: npx eastwest mend',
  interrupted: 'Interrupted; the quiz goes on.',
  failed: (why) => `That went wrong: ${why}`,
  left: (command) => `The lab stays broken. To go on: ${command}; to end it: npx eastwest mend`,
  checks: {
    host: 'the host and its nodes',
    network: 'the network between the nodes',
    'control-plane': 'the control planes',
    'load-balancer': 'the load balancer and its addresses',
    trust: 'trust: certificates and who signed them',
    'remote-secret': 'the remote secrets, with which a control plane reads the other cluster',
    gateway: 'the east-west gateways',
    injection: 'injection: whether pods have their proxies',
    services: 'the Services of the apps',
    endpoints: 'the endpoints that proxies know',
    locality: 'locality and outlier detection',
    policy: 'policies: who may call whom, and how',
    'data-plane': 'whether the proxies are in step with their control plane',
    call: 'a call itself, though every link before it holds',
  },
};
