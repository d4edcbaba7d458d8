import test from 'ava';
import {cutOff} from '../../../src/scenario/actions/cut/cut.js';
import {CHAIN, cut, cutRules, isCut, reconnect} from '../../../src/scenario/cut.js';
import {refusal} from '../../helpers/error.js';
import {faultLab} from '../../helpers/fault-lab.js';

const NODE = 'east-control-plane';

/** A node's iptables, as far as rules are listed, added and taken away. */
function nodeWith(lines: string[] = ['-P INPUT ACCEPT'], failing?: string) {
  const lab = faultLab({
    docker: {
      exec: (_node, [, , ...rule]) => {
        const [verb, chain = '', ...rest] = rule;
        const text = rule.join(' ');
        if (text === failing) return Promise.resolve({exitCode: 4, stdout: '', stderr: 'no permission\n'});
        if (verb === '-N') lines.push(`-N ${chain}`);
        if (verb === '-A') lines.push(`-A ${chain} ${rest.join(' ')}`);
        if (verb === '-I') lines.push(`-A ${chain} ${rest.slice(1).join(' ')}`);
        if (verb === '-D') lines.splice(lines.indexOf(`-A ${chain} ${rest.join(' ')}`), 1);
        if (verb === '-F')
          lines.splice(0, lines.length, ...lines.filter((one) => !one.startsWith(`-A ${chain} `)));
        if (verb === '-X') lines.splice(lines.indexOf(`-N ${chain}`), 1);
        return Promise.resolve({exitCode: 0, stdout: lines.join('\n'), stderr: ''});
      },
    },
  });
  return {...lab, lines};
}

test('both ways are closed to the network, and the host stays: it must look and mend', (t) => {
  const drop = cutRules('DROP', '172.30.0.0/16', '172.30.0.1').map((rule) => rule.join(' '));
  t.is(drop[0], `-N ${CHAIN}`);
  const hostAt = drop.findIndex((rule) => rule.includes('-s 172.30.0.1 -j RETURN'));
  const closedAt = drop.findIndex((rule) => rule.includes('-s 172.30.0.0/16 -j DROP'));
  t.true(hostAt > 0 && hostAt < closedAt);
  t.true(drop.some((rule) => rule.includes('-o eth0 -d 172.30.0.0/16 -j DROP')));
  t.deepEqual(
    drop.slice(-3),
    ['INPUT', 'FORWARD', 'OUTPUT'].map((hook) => `-I ${hook} 1 -j ${CHAIN}`),
  );
  const reject = cutRules('REJECT', '172.30.0.0/16', '172.30.0.1').map((rule) => rule.join(' '));
  t.true(reject.some((rule) => rule.endsWith('-p tcp -j REJECT --reject-with tcp-reset')));
  t.false(reject.some((rule) => rule.includes('DROP')));
});

test('cut and reconnected, a node has the rules that it had', async (t) => {
  const {bench, lines} = nodeWith();
  t.false(await isCut(NODE, bench));
  await cut(NODE, 'DROP', bench);
  t.true(await isCut(NODE, bench));
  await reconnect(NODE, bench);
  t.deepEqual(lines, ['-P INPUT ACCEPT']);
  t.false(await isCut(NODE, bench));
  await reconnect(NODE, bench);
  t.deepEqual(lines, ['-P INPUT ACCEPT']);
});

test('a cut that was broken off is taken back as far as it came, also one that was made twice', async (t) => {
  for (const lines of [
    ['-P INPUT ACCEPT', `-N ${CHAIN}`],
    ['-P INPUT ACCEPT', `-N ${CHAIN}`, `-A ${CHAIN} -i eth0 -j DROP`, `-A INPUT -j ${CHAIN}`],
    [
      '-P INPUT ACCEPT',
      `-N ${CHAIN}`,
      `-A INPUT -j ${CHAIN}`,
      `-A INPUT -j ${CHAIN}`,
      `-A OUTPUT -j ${CHAIN}`,
    ],
  ]) {
    const node = nodeWith(lines);
    await reconnect(NODE, node.bench);
    t.deepEqual(node.lines, ['-P INPUT ACCEPT']);
  }
});

test('a node that does not run has no rules any more', async (t) => {
  const {bench, containers} = faultLab();
  const found = containers.get(NODE);
  if (found !== undefined) containers.set(NODE, {...found, running: false});
  await t.notThrowsAsync(reconnect(NODE, bench));
});

test('a rule that is not taken is told in the words of iptables', async (t) => {
  const {bench} = nodeWith([], `-N ${CHAIN}`);
  const {message} = await refusal(t, cut(NODE, 'DROP', bench));
  t.is(message, `iptables -N ${CHAIN} in ${NODE}: no permission`);
});

test('the host is where the node has its way out, and not the first address of the subnet', async (t) => {
  const lab = nodeWith();
  const found = lab.containers.get(NODE);
  if (found !== undefined) lab.containers.set(NODE, {...found, gateways: {eastwest: '172.18.7.254'}});
  await cut(NODE, 'DROP', lab.bench);
  t.true(lab.lines.some((line) => line.includes('-s 172.18.7.254 -j RETURN')));
  t.false(lab.lines.some((line) => line.includes('172.18.0.1 ')));
});

test('a node of which nobody knows the way out is not cut off: the host could no longer mend it', async (t) => {
  const lab = nodeWith();
  const found = lab.containers.get(NODE);
  if (found !== undefined) lab.containers.set(NODE, {...found, gateways: {}});
  t.is((await refusal(t, cut(NODE, 'DROP', lab.bench))).code, 'NO-GATEWAY');
  t.deepEqual(lab.lines, ['-P INPUT ACCEPT']);
});

test('rules that cannot be read are not no rules', async (t) => {
  const {bench} = nodeWith([`-N ${CHAIN}`], '-S');
  for (const look of [isCut, reconnect])
    t.is((await refusal(t, look(NODE, bench))).message, `iptables -S in ${NODE} ended with 4: no permission`);
});

test('what one types for a cut takes the IPv4 subnet, wherever it stands, and the way out of the node', (t) => {
  const {plan} = faultLab();
  const lines = cutOff.commands({cluster: 'east', how: 'drop'}, plan);
  t.is(
    lines[0],
    "SUBNET=$(docker network inspect eastwest -f '{{range .IPAM.Config}}{{println .Subnet}}{{end}}' | grep -F .)",
  );
  t.regex(lines[1] ?? '', /^HOST=\$\(docker inspect east-control-plane -f .*Gateway/);
});
