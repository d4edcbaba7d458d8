import {measuredText} from '../../totals.js';
import type {PageWords} from './words.js';

export const en: PageWords = {
  language: 'en',

  runOf: (time, lab) => `run of ${time} · lab ${lab}`,
  headline: ({passed, failed, interrupted, all, finished}) => {
    const scenarios = all === 1 ? 'scenario' : 'scenarios';
    const unfinished = finished ? '' : '; the run did not end';
    if (failed > 0) return `${failed} of ${all} ${scenarios} failed${unfinished}`;
    if (interrupted > 0) return `${passed} of ${all} ${scenarios} passed, the run was interrupted`;
    if (passed === all && all > 0)
      return `${all === 1 ? 'The one scenario' : `All ${all} scenarios`} passed${unfinished}`;
    return `${passed} of ${all} ${scenarios} passed, none failed${unfinished}`;
  },
  inAll: (time) => `${time} in all`,
  verdict: {passed: 'passed', failed: 'failed', skipped: 'skipped', interrupted: 'interrupted'},
  measuredWith: ({supply, proxy}) => measuredText({measured: {supply, proxy}}),

  verdicts: 'Verdicts',
  lab: 'The lab',
  scenarios: 'The scenarios',
  overview: {verdict: 'verdict', scenario: 'scenario', measured: 'what was measured', time: 'time'},
  versions: 'Versions, and which proxy',
  madeFrom: (id) =>
    `Made from events.jsonl of run ${id}, which holds everything that was measured; eastwest report ${id} makes it again.`,
  unknown: (kinds) => `Events of kinds that this version does not know are not shown: ${kinds}.`,

  topology: {
    label: (client, clusters, network, mesh) =>
      `Client ${client} and the clusters ${clusters} on the docker network ${network}, in the mesh ${mesh}`,
    network: (name) => `docker network ${name}`,
    outside: 'the client, outside',
    mesh: (id) =>
      `one mesh, ${id}; each cluster has an Istio control plane and an intermediate CA of its own`,
    ingress: 'ingress gateway',
    eastWest: 'east-west gateway',
    unseen: 'address not seen',
    pods: 'pods',
    answers: (count) => `${count} ${count === 1 ? 'answer' : 'answers'}`,
    toPort: 'to port 15443',
    discovery: 'discovery',
    reads: 'reads services',
    everyPair: 'each cluster reads the services of every other one, and calls them by mTLS to port 15443',
  },

  leftBehind: (what) => `Left behind: ${what}`,
  explained: {
    heading: 'What is wrong with the lab',
    check: 'check',
    looked: 'looked at',
    seen: 'seen',
    verdict: 'verdict',
    remedy: 'Remedy, in eastwest shell',
    page: 'More in',
    healthy:
      'Nothing: every check of eastwest explain holds, so the cause lies in what the scenario itself claims or does.',
    state: {ok: 'holds', fault: 'broken', unknown: 'could not be told', 'not-judged': 'not judged'},
  },
  timeline: {
    label: (count, seconds, lanes) => `${count} calls in ${seconds} seconds: ${lanes}`,
    lane: (count, who, outcome) => `${count} by ${who} with ${outcome}`,
    count: (outcome, count, all) => `${outcome} — ${count} of ${all}`,
    reused: (reused) => (reused ? 'connection used before' : 'new connection'),
    phase: (name) => `phase ${name}`,
    caption:
      'Each mark is one call, at the moment when it was issued; samples that were looked at again are among them. Time runs from the beginning of the scenario.',
    happened: 'what happened to the lab',
    kinds: {action: 'done to the lab', ejection: 'ejection seen', undo: 'taken back'},
    setAside: (host, place, title) => `${host}${place === '' ? '' : ` in ${place}`} is set aside (${title})`,
    span: (from, to) => `+${from} to ${to} s`,
  },
  noAnswer: 'no answer',
  proxy: 'a proxy',
  latencies: {
    caption: 'Who answered, and how soon',
    by: 'answered by',
    outcome: 'outcome',
    calls: 'calls',
    slowest: 'slowest',
    fresh: 'new connections',
  },
  shares: {
    heading: 'Answers, expected and measured',
    answer: 'answer',
    share: 'share, 0 to 100 %',
    measured: 'measured',
    expected: 'expected',
    judged: 'judged',
    right: 'as expected',
    wrong: 'not as expected',
    count: (count, total) => `${count} of ${total}`,
  },
  endpoints: {
    heading: 'Endpoints, before and after',
    first: 'first',
    then: 'then',
    endpoint: 'endpoint',
    priority: 'priority',
    locality: 'locality',
    health: 'health',
    outlier: 'outlier check',
    none: 'no endpoint',
    fresh: 'new',
    gone: 'gone',
    was: (former) => `was ${former}`,
  },
  certificates: {
    heading: 'Certificate chains',
    certificate: 'certificate',
    issuer: 'issued by',
    names: 'names (SAN)',
    valid: 'valid',
    signs: 'may sign',
    root: 'root',
    leaf: 'leaf',
    intermediate: 'intermediate',
    noSubject: 'no subject',
    itself: 'itself',
    no: 'no',
    serial: (serial) => `serial ${serial}`,
    from: (from, to) => `${from} to ${to}`,
    ca: (pathLength) => `CA${pathLength === undefined ? '' : `, path length ${pathLength}`}`,
  },
  truth: {
    heading: 'Who may call what',
    how: 'Computed from the policies, and measured. Where the two differ, both are said.',
    caller: 'caller',
    callers: (cluster) => `callers in ${cluster}`,
    differs: (measured, expected) => `${measured}, expected ${expected}`,
  },
  steps: {
    none: 'No step was begun.',
    phase: 'phase',
    cut: 'Ended in the midst of',
    done: 'done',
    holds: 'holds',
    failed: 'failed',
    measured: 'measured',
    wanted: 'wanted',
    undone: 'taken back at the end',
    summary: (steps, phases) =>
      `Every step, with its commands: ${steps} ${steps === 1 ? 'step' : 'steps'} in ${phases} ${phases === 1 ? 'phase' : 'phases'}`,
    lastSeen: (text) => `last seen: ${text}`,
    took: (at, time) => `${at}, took ${time}`,
  },
};
