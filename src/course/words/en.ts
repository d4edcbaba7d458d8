import {readCount, readShare, type Asked} from '../../scenario/index.js';
import {countedAs, nameList, wholeOrNone} from './asked.js';
import type {Words} from './words.js';

const OPERATORS = {'==': 'exactly', '>=': 'at least', '<=': 'at most', '>': 'more than', '<': 'fewer than'};
/** The services behind variables such as `east.eastWestGateway`. */
const SERVICES: Readonly<Record<string, string>> = {
  ingress: 'ingress gateway',
  eastWestGateway: 'east-west gateway',
};
const THINGS = {endpoints: 'endpoint', names: 'name', proxies: 'proxy'};

export const en: Words = {
  expected: {
    share: (wanted) =>
      listOf(
        Object.entries(wanted).map(([answer, text]) => `${calls(readShare(text))} answered \`${answer}\``),
      ),
    answeredBy: (answers) =>
      `${listOf(nameList(answers))}: each answers at least once, and nothing else does`,
    status: (wanted) =>
      listOf(
        Object.entries(wanted).map(
          ([code, text]) => `${calls(readShare(text))} answered with status ${code}`,
        ),
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
    synced: () => 'every proxy has confirmed all that was sent to it (`SYNCED`)',
  },

  begin: (place, of) => `Scenario ${place} of ${of}`,
  goesOn: (step) => `You left at step ${step}; here it goes on. What you had changed still holds.`,
  takenBackMeanwhile:
    'What you had changed here has been taken back since you left, by `eastwest run` or a new lab. The scenario begins again.',
  othersTakenBack: 'The lab bore changes of another exercise. They were taken back first.',
  mustBeSeen: (seconds) => (seconds === 0 ? 'What must be seen:' : `What must be seen, within ${seconds} s:`),
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
    seen: (seconds) => (seconds === 0 ? 'What must be seen:' : `What must be seen, within ${seconds} s:`),
    afterwards: 'Afterwards, when all that was changed has been taken back:',
    address: (service, cluster) => `<${cluster}'s ${SERVICES[service] ?? service}>`,
  },
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
  return thing === 'proxy' ? 'proxies' : `${thing}s`;
}

function listOf(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}
