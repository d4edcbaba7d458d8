import test from 'ava';
import type {Docker} from '../../../src/drivers/docker/docker.js';
import {actionOf} from '../../../src/scenario/actions/actions.js';
import {podRules} from '../../../src/scenario/cut.js';
import type {Call, Measured} from '../../../src/scenario/measured.js';
import {probeOf} from '../../../src/scenario/probes/probes.js';
import {undoTarget, undoText} from '../../../src/scenario/undo.js';
import {fakeWorld} from '../../fakes/world.js';
import {judgedInWords as judged} from '../../helpers/judged.js';

const WEST = 'Hello from WEST';
const EAST = 'Hello from EAST';

/** A call each 100 ms, answered after 10 ms. */
function answers(...told: readonly string[]): Measured {
  const calls = told.map((answer, index): Call => {
    const status = answer === 'status 500' ? 500 : 200;
    return {at: index * 100, ms: 10, status, body: '', headers: {}, reused: false};
  });
  return {kind: 'calls', calls, answers: told};
}

const to = (withinMs: number) => ({to: EAST, withinMs});
const errors = answers(WEST, 'status 500', WEST, 'status 500', EAST, EAST);
judged('from the first error to the last other answer', 'failover', to(200), errors, true, '200 ms from');
judged('a limit that is missed', 'failover', to(199), errors, false, '2 of 6 calls failed');
const silent = answers(WEST, EAST, WEST, EAST);
judged('without an error it begins with the first answer', 'failover', to(100), silent, true, '100 ms from');
judged('it is not over', 'failover', to(9000), answers('status 500', EAST, WEST), false, 'last answer is');
judged('nobody went over', 'failover', to(9000), answers(WEST, WEST), false, 'last answer is');

const line = (n: number, at: number): string =>
  JSON.stringify({n, at, status: 200, ms: 5, body: `{"body":"${WEST}"}`, headers: {}, reused: false});

/** The client with what the caller has printed at each look; the caller lives unless it is said to be gone. */
function client(looks: readonly (readonly string[])[], alive = true) {
  let look = 0;
  const asked: string[][] = [];
  const exec: Docker['exec'] = (container, command) => {
    asked.push([container, ...command]);
    if (!(command[2] ?? '').startsWith('cat')) {
      return Promise.resolve({exitCode: alive ? 0 : 1, stdout: '', stderr: ''});
    }
    const lines = looks[Math.min(look++, looks.length - 1)] ?? [];
    return Promise.resolve({exitCode: 0, stdout: `${lines.join('\n')}\n{"n": 9`, stderr: ''});
  };
  const world = fakeWorld([], {exec});
  const bench = {...world, signal: new AbortController().signal, say: () => undefined};
  return {bench, asked, now: world.clock.date().getTime()};
}

test('startedCalls takes the calls that were issued before it, and waits for those under way', async (t) => {
  const {now} = client([]);
  const first = [line(1, now - 200), line(3, now)];
  const {bench} = client([
    first,
    [...first, line(4, now + 60_000)],
    [...first, line(4, now + 60_000), line(2, now - 100)],
  ]);
  const measured = await probeOf('startedCalls').measure({name: 'callers'}, bench);
  if (measured.kind !== 'calls') throw new Error(measured.kind);
  t.deepEqual(
    measured.calls.map(({at}) => at - now),
    [-200, -100, 0],
  );
  t.deepEqual(measured.answers, [WEST, WEST, WEST]);
});

test('calls that were over before the step prove nothing and are refused', async (t) => {
  const {bench} = client([[line(1, 0)]], false);
  await t.throwsAsync(probeOf('startedCalls').measure({name: 'callers'}, bench), {
    message: /were over before this step/,
  });
});

test('a person starts the same calls by hand, and what ends them is noted', async (t) => {
  const {bench} = client([]);
  const call = {from: 'mypc', gateway: 'west', host: 'a.b', path: '/x', count: 9, rate: 10};
  const lines = actionOf('startCalls').commands({name: 'callers', call}, bench.plan);
  t.regex(lines[0] ?? '', /^EXT_IP=\$\(kwest get svc/);
  t.regex(
    lines[1] ?? '',
    /^docker exec mypc sh -c .*"url":"http:\/\/'\$EXT_IP'\/x".* \/tmp\/eastwest-calls-callers$/,
  );
  const [undo, ...more] = await actionOf('startCalls').undo({name: 'callers', call}, bench);
  if (undo === undefined) throw new Error('nothing is noted');
  t.deepEqual(more, []);
  t.is(undoText(undo), 'end the calls callers');
  t.is(undoTarget(undo), 'end the calls callers');
});

test('a cut pod is closed to other pods alone: the kubelet asks past FORWARD', (t) => {
  t.deepEqual(
    podRules('REJECT', '10.10.0.9', 8080).map((rule) => rule.join(' ')),
    [
      '-N EASTWEST-FAULT',
      '-A EASTWEST-FAULT -d 10.10.0.9 -p tcp --dport 8080 -j REJECT --reject-with tcp-reset',
      '-I FORWARD 1 -j EASTWEST-FAULT',
    ],
  );
  t.true(podRules('DROP', '10.10.0.9', 8080)[1]?.join(' ').endsWith('-j DROP'));
});

test('cut and reconnect are typed with addresses that the shell fills in', (t) => {
  const {bench} = client([]);
  const lines = actionOf('cut').commands({cluster: 'east', how: 'drop'}, bench.plan);
  t.true(
    lines.includes(
      'docker exec east-control-plane iptables -w -A EASTWEST-FAULT -i eth0 -s "$SUBNET" -j DROP',
    ),
    lines.join('\n'),
  );
  const back = actionOf('reconnect').commands({cluster: 'east'}, bench.plan);
  t.regex(back[0] ?? '', /iptables -w -D \$hook -j EASTWEST-FAULT/);
});
