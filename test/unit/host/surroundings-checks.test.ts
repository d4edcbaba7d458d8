import test from 'ava';
import type {Docker} from '../../../src/drivers/docker/docker.js';
import {folders} from '../../../src/host/checks/folders.js';
import {proxy} from '../../../src/host/checks/proxy.js';
import {subnet} from '../../../src/host/checks/subnet.js';
import type {Plan} from '../../../src/plan/plan.js';
import {engineWith, machine, OWN_LABELS, probes} from '../../fakes/host.js';
import {chapterPlan} from '../../helpers/chapter.js';

const asking = (range: string): Plan => ({
  ...chapterPlan(),
  dockerNetwork: {name: 'eastwest', subnet: range},
});
const network = (name: string, range: string, labels = {}) => ({id: name, name, labels, subnet: range});
const engineOf = (...all: ReturnType<typeof network>[]): Docker =>
  engineWith([], {
    network: (name) => Promise.resolve(all.find((one) => one.name === name)),
    networks: () => Promise.resolve(all),
  });

test("a subnet that the engine is to choose is nobody else's to judge", async (t) => {
  t.is((await subnet(probes())).level, 'ok');
});

test('a declared subnet that another docker network has is told with its name', async (t) => {
  const docker = engineOf(network('bridge', '172.17.0.0/16'), network('mine', '10.89.0.0/24'));
  const {code, level, seen, remedy} = await subnet(probes({plan: asking('10.89.0.0/16'), docker}));
  t.deepEqual([code, level], ['HOST-SUBNET', 'fault']);
  t.is(seen, '10.89.0.0/16 overlaps the docker network mine (10.89.0.0/24)');
  t.regex(remedy ?? '', /spec\.dockerNetwork\.subnet/);
  t.is((await subnet(probes({plan: asking('192.168.150.0/24'), docker}))).level, 'ok');
});

test('a route of the machine, of a VPN say, is in the way too; the default route is not', async (t) => {
  const table = [
    'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT',
    'eth0\t00000000\t010011AC\t0003\t0\t0\t0\t00000000\t0\t0\t0',
    'tun0\t0096A8C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0',
  ].join('\n');
  const host = machine({files: {'/proc/net/route': table}});
  const docker = engineOf();
  const {level, seen} = await subnet(probes({plan: asking('192.168.150.0/24'), docker, host}));
  t.is(level, 'fault');
  t.is(seen, '192.168.150.0/24 overlaps the route to 192.168.150.0/24 by tun0');
  t.is((await subnet(probes({plan: asking('10.89.0.0/24'), docker, host}))).level, 'ok');
});

test("the lab's own network is judged by what it has", async (t) => {
  const own = (range: string) => engineOf(network('eastwest', range, OWN_LABELS));
  t.is((await subnet(probes({docker: own('172.18.0.0/16')}))).level, 'ok');
  t.is((await subnet(probes({docker: own('10.20.0.0/16')}))).level, 'fault', "east's pods lie there");
  const {seen} = await subnet(probes({plan: asking('10.89.0.0/24'), docker: own('172.18.0.0/16')}));
  t.regex(seen, /has 172\.18\.0\.0\/16; lab\.yaml says 10\.89\.0\.0\/24/);
});

test('folders that cannot be written to are named, be they there or not', async (t) => {
  const there = {'/work-folder': '', '/cache': ''};
  const refusing = (path: string) =>
    machine({files: there, usable: (asked) => Promise.resolve(asked !== path)});
  t.is((await folders(probes({host: machine({files: there})}))).level, 'ok');
  const work = await folders(probes({host: refusing('/work-folder')}));
  t.deepEqual([work.code, work.level], ['HOST-FOLDER', 'fault']);
  t.is(work.seen, '/work-folder cannot be written to', 'also for the certs, which are not there yet');
  t.is((await folders(probes({host: refusing('/cache')}))).seen, '/cache cannot be written to');
});

test('a folder on a disk that is nearly full is told before anything is begun', async (t) => {
  const host = machine({
    files: {'/work-folder': '', '/cache': ''},
    disk: (path) => Promise.resolve({freeBytes: path === '/cache' ? 2 ** 40 : 5 * 2 ** 20, device: 1}),
  });
  const {level, seen} = await folders(probes({host}));
  t.deepEqual([level, seen], ['fault', '/work-folder has 5 MiB left']);
});

test('a proxy of the environment is told without its password', async (t) => {
  const host = machine({env: {HTTPS_PROXY: 'http://me:secret@proxy.example:3128'}});
  const {level, seen} = await proxy(probes({host}));
  t.is(level, 'ok');
  t.regex(seen, /^HTTPS_PROXY is http:\/\/proxy\.example:3128; /);
});

test('a proxy that the docker client gives to every container must leave out the lab', async (t) => {
  const config = (noProxy: string) =>
    machine({
      env: {HOME: '/home/me'},
      files: {
        '/home/me/.docker/config.json': JSON.stringify({
          proxies: {default: {httpsProxy: 'http://proxy.example:3128', noProxy}},
        }),
      },
    });
  const {level, remedy} = await proxy(probes({host: config('localhost')}));
  t.is(level, 'warning');
  t.regex(remedy ?? '', /west-control-plane,10\.10\.0\.0\/16,10\.100\.0\.0\/22,east-control-plane/);
  const whole = remedy?.split(': ')[1] ?? '';
  t.is((await proxy(probes({host: config(whole)}))).level, 'ok');
});
