import test from 'ava';
import {debootstrap, pip} from '../../../src/host/checks/builders.js';
import {client} from '../../../src/host/checks/client.js';
import {engine} from '../../../src/host/checks/engine.js';
import {go} from '../../../src/host/checks/go.js';
import {ENGINE, machine, probes, programs} from '../../fakes/host.js';

const down = {engine: Promise.resolve(undefined)};
const plainUser = machine({uid: 1000});
const fedora = machine({files: {'/etc/os-release': 'ID=fedora\n'}});

test('an engine that answers is named with its version and data folder', async (t) => {
  const {level, seen} = await engine(probes());
  t.is(level, 'ok');
  t.is(seen, '20.10.24+dfsg1, data in /var/lib/docker');
});

test('an old engine is a fault', async (t) => {
  const {code, level, seen} = await engine(
    probes({engine: Promise.resolve({...ENGINE, version: '19.03.15'})}),
  );
  t.deepEqual([code, level], ['HOST-DOCKER-OLD', 'fault']);
  t.is(seen, '19.03.15; needed: 20.10 or newer');
});

test('without an engine, root on Debian is told that it will be had', async (t) => {
  const {code, willCure, remedy} = await engine(probes(down));
  t.deepEqual([code, willCure], ['HOST-DOCKER-DOWN', true]);
  t.regex(remedy ?? '', /apt-get install .*docker\.io/);
});

test('on other distributions, without a dockerd, the engine is the person’s to install', async (t) => {
  t.is((await engine(probes({...down, host: fedora}))).willCure, undefined);
});

test('a dockerd that is there can be started by root anywhere', async (t) => {
  const host = machine({files: {'/etc/os-release': 'ID=fedora\n', '/usr/bin/dockerd': ''}});
  t.is((await engine(probes({...down, host}))).willCure, true);
});

test('where systemd runs, it starts the engine', async (t) => {
  const host = machine({uid: 1000, files: {'/run/systemd/system': ''}});
  t.is((await engine(probes({...down, host}))).remedy, 'sudo systemctl start docker');
});

test('an engine elsewhere that does not answer is not replaced by one here', async (t) => {
  const host = machine({dockerHost: 'tcp://elsewhere:2375'});
  const {seen, willCure, remedy} = await engine(probes({...down, host}));
  t.is(seen, 'DOCKER_HOST=tcp://elsewhere:2375 does not answer');
  t.deepEqual([willCure, remedy], [undefined, 'unset DOCKER_HOST']);
});

test('the client says its version', async (t) => {
  const {level, seen} = await client(probes());
  t.deepEqual([level, seen], ['ok', '28.2.2 at /usr/bin/docker']);
});

test('a missing client is cured by root on Debian only', async (t) => {
  t.is((await client(probes({processes: programs({})}))).willCure, true);
  t.is((await client(probes({processes: programs({}), host: fedora}))).willCure, undefined);
});

const goSays = test.macro(async (t, printed: string, level: string, seen: string) => {
  const finding = await go(probes({processes: programs({go: printed})}));
  t.deepEqual([finding.level, finding.seen], [level, seen]);
});
test(
  'a Go that fetches toolchains',
  goSays,
  'go version go1.21.0 linux/amd64\n',
  'ok',
  '1.21.0 at /usr/bin/go',
);
test('a newer Go', goSays, 'go version go1.26rc1 linux/arm64\n', 'ok', '1.26rc1 at /usr/bin/go');
test('a Go too old', goSays, 'go version go1.19.8 linux/amd64\n', 'fault', '1.19.8; needed: 1.21 or newer');

test('no Go is a fault that we cannot cure', async (t) => {
  const {level, seen, willCure, remedy} = await go(probes({processes: programs({})}));
  t.deepEqual([level, seen, willCure], ['fault', 'no go on PATH', undefined]);
  t.regex(remedy ?? '', /1\.21/);
});

test('programs are found in system folders that PATH lacks', async (t) => {
  const host = machine({files: {'/usr/sbin/debootstrap': ''}});
  t.is((await debootstrap(probes({host}))).seen, '/usr/sbin/debootstrap');
});

test('missing builders name their package', async (t) => {
  const [first, second] = [await debootstrap(probes()), await pip(probes({host: plainUser}))];
  t.deepEqual([first.level, first.willCure], ['fault', true]);
  t.regex(first.remedy ?? '', / debootstrap$/);
  t.deepEqual([second.level, second.willCure], ['fault', undefined]);
  t.regex(second.remedy ?? '', / python3-pip$/);
});

test('either name of pip does', async (t) => {
  t.is((await pip(probes({processes: programs({pip: ''})}))).seen, '/usr/bin/pip');
});
