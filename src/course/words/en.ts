import {expected} from './expected-en.js';
import type {Words} from './words.js';

/** The services behind variables such as `east.eastWestGateway`. */
const SERVICES: Readonly<Record<string, string>> = {
  ingress: 'ingress gateway',
  eastWestGateway: 'east-west gateway',
  pool: 'address pool',
};

export const en: Words = {
  expected,

  begin: (place, of) => `Scenario ${place} of ${of}`,
  goesOn: (step) => `You left at step ${step}; here it goes on. What you had changed still holds.`,
  takenBackMeanwhile:
    'What you had changed here has been taken back since you left, by `eastwest run` or a new lab. The scenario begins again.',
  othersTakenBack: 'The lab bore changes of another exercise. They were taken back first.',
  mustBeSeen: (seconds) => (seconds === 0 ? 'What must be seen:' : `What must be seen, within ${seconds} s:`),
  mustStaySeen: (seconds) => `What must be seen, all of ${seconds} s:`,
  mustNeverBeSeen: (seconds) => `What must not be seen in ${seconds} s:`,
  byHand: 'By hand:',
  keys: 'Enter = do it for me | check = I did it | hint | show | goto N | reset | quit',
  help: [
    'next     do the step for me and show what came of it (so does Enter alone)',
    'check    I did it by hand: judge it, change nothing',
    'hint     what to type where, and what is looked at',
    'show     what the mesh looks like now',
    'goto N   bring the lab to where step N begins, and go there',
    'reset    take back what this scenario has changed, and begin it again',
    'quit     leave; the lab stays as it is, and so does your place',
  ],
  unknown: (text, meant) =>
    `"${text}" is nothing that can be typed here${meant === undefined ? '' : `; did you mean ${meant}?`} (help lists what can)`,

  done: (evidence) => `Done: ${evidence}`,
  holds: 'That is what must be seen.',
  holdsNot: 'That is not what must be seen.',
  notYet: (missing) => `Not yet: ${missing}`,
  failed: (evidence) => `It did not work: ${evidence}`,
  unprepared: (reason) => `This step cannot be made ready: ${reason}`,
  repeat: (seconds) =>
    `It may take up to ${seconds} s until the proxies have what was changed: check again, or let \`next\` wait for it.`,
  passed: (step) =>
    `It may have passed while you read: \`goto ${step}\` leads back to the calls that brought it about.`,
  interrupted: 'Interrupted. The step is still to be done.',
  going: (step) => `Step ${step} on the way:`,
  stuck: (step) => `Step ${step} did not succeed, so it goes no further for now.`,

  hint: {
    action: 'The step changes the lab. `check` looks whether the lab is as these lines would make it.',
    shell: (command) =>
      `Open a second terminal in this folder and type \`${command}\`: kwest and keast are kubectl there, iwest and ieast istioctl.`,
    apply: 'Every object of the file must be in the cluster, with the fields that the file gives it.',
    rollout: 'The new pods must be ready and the former ones gone: `rollout status` says when.',
    restart: 'The pods must be younger than the moment at which you came to this step.',
    calls: (count) =>
      `\`check\` makes ${count} calls of its own and judges those, not the ones that you made.`,
    looking: 'The step changes nothing. Look at what the command prints, then let `check` judge the same.',
    wait: (seconds) => `What was changed may need up to ${seconds} s to reach the proxies.`,
    show: '`show` prints what the proxies have at this moment.',
  },
  show: {deployments: 'Deployments', rules: 'Istio rules', none: 'none'},

  takingBack: 'What the scenario has changed is taken back.',
  leftBehind: (what) => `Could not be taken back: ${what}`,
  over: (id, title) => `Passed: ${id}. ${title}.`,
  overBut: (id) => `Failed: ${id}. Its steps held, but the lab is not as it was.`,
  skipped: (capability) => `Skipped: it requires ${capability}, which this lab does not have.`,
  notReady: (reason) => `The lab is not ready for it: ${reason}`,
  next: (id, title) => `Next: ${id}. ${title}.`,
  nextPrompt: 'Enter = begin | quit',
  allOver: 'That was the last one.',
  allOverBefore: 'You have been through all of it. It begins from the first again.',
  left: (command) => `Your place is kept. To come back: ${command}`,

  page: {
    generated: 'Generated from the scenario files by `npm run generate`. Do not edit.',
    contents: 'Contents',
    begin: 'Before you begin',
    setUp: [
      'Bring the lab up and open a shell in which `kwest` and `keast` are kubectl for the two clusters, `iwest` and `ieast` istioctl:',
      'Every command below is typed there, in the folder of the clone.',
    ],
    walk: (command) => `Walk through it: \`${command}\``,
    judge: (command) => `Have it judged: \`${command}\``,
    after: (links) => `Builds on: ${links}`,
    requires: (capability) => `Requires: ${capability}`,
    type: (kind) => (kind === 'action' ? 'Type:' : 'Look:'),
    afterwards: 'Afterwards, when all that was changed has been taken back:',
    address: (service, cluster) => `<${cluster}'s ${SERVICES[service] ?? service}>`,
  },
};
