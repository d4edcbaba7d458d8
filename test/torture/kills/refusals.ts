import {execFile} from 'node:child_process';
import {chownSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {once} from 'node:events';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {LAB_LABEL} from '../../../src/plan/plan.js';
import {eastwest, eastwestBeside, eastwestBy, type Ended} from '../../helpers/program.js';
import {projectFile} from '../../helpers/project.js';
import {convergesTo, crosses, good, none, plan, up} from './lab.js';
import {secretsAreNowhere} from './secrets.js';
import type {Baseline, Trial} from './trials.js';

const run = promisify(execFile);

/** What the host has in the way: told by its code, and nothing is broken by having tried. */
export function refusalTrials(baseline: Baseline): Trial[] {
  const trial = (what: string, of: () => Promise<string>): Trial => ({
    id: `refusals ${what}`,
    group: 'refusals',
    run: of,
  });
  return [
    trial('keys and tokens in arguments, logs, events and reports', secretsAreNowhere),
    trial('two up at once', () => twoAtOnce(baseline)),
    trial('down while up is at work', () => downDuringUp(baseline)),
    trial('a host port that is taken', busyPort),
    trial('a read-only folder', () => inMount('ro', /HOST-FOLDER/)),
    trial('a folder on a small disk', () => inMount('size=1m', /HOST-FOLDER/)),
    trial('no write rights', noRights),
    trial('a subnet that another network has', overlappingSubnet),
    ...['10.89.0.0/24', '192.168.150.0/24'].map((subnet) =>
      trial(`a docker network of ${subnet}`, () => otherSubnet(subnet)),
    ),
    trial('a docker network with IPv6 beside', ipv6Beside),
  ];
}

async function twoAtOnce({state}: Baseline): Promise<string> {
  await none();
  const ends = await Promise.all([eastwest('up'), eastwest('up')]);
  const busy = ends.filter(({stderr}) => stderr.includes('LAB-BUSY'));
  const through = ends.filter(({code}) => code === 0);
  if (busy.length !== 1 || through.length !== 1) throw new Error(ends.map(({stderr}) => stderr).join('\n'));
  await convergesTo(state);
  return busy[0]?.stderr.trim() ?? '';
}

async function downDuringUp({state}: Baseline): Promise<string> {
  await none();
  const making = eastwestBeside(/running +/, 'up');
  const over = making.end.then(() => true);
  await making.said;
  const downs: Ended[] = [];
  for (;;) {
    const down = await eastwest('down');
    if (await Promise.race([over, Promise.resolve(false)])) break;
    downs.push(down);
  }
  const {code, stderr} = await making.end;
  if (code !== 0) throw new Error(stderr);
  const others = downs.filter((down) => down.code === 0 || !down.stderr.includes('LAB-BUSY'));
  if (others.length > 0) throw new Error(`not refused: ${others.map((down) => down.stderr).join()}`);
  if (downs.length === 0) throw new Error('up was through before a down was tried');
  // The last one may have come after its end.
  await up();
  await convergesTo(state);
  return `${downs.length} times refused`;
}

async function busyPort(): Promise<string> {
  await none();
  const port = plan.clusters[0]?.hostPorts[0];
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  try {
    return refused(await eastwest('up'), /HOST-PORT-TAKEN/);
  } finally {
    server.close();
  }
}

/** A folder of its own that is mounted with these options; it needs root. */
async function inMount(options: string, code: RegExp): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'eastwest-torture-'));
  await run('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]);
  try {
    if (options.startsWith('size')) writeFileSync(join(folder, 'filler'), Buffer.alloc(900 * 1024));
    return refused(await byItself(folder), code);
  } finally {
    await run('umount', [folder]);
    rmSync(folder, {recursive: true});
  }
}

/** Another's folder, for who may write to his own only; root without the capabilities that make it not matter. */
async function noRights(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'eastwest-torture-'));
  const powerless = ['setpriv', '--bounding-set', '-dac_override,-dac_read_search,-fowner'];
  chownSync(folder, 65534, 65534);
  try {
    return refused(await byItself(folder, powerless), /HOST-FOLDER/);
  } finally {
    rmSync(folder, {recursive: true});
  }
}

function byItself(folder: string, by: readonly string[] = ['env']): Promise<Ended> {
  const env = {...process.env, XDG_CACHE_HOME: join(folder, 'cache')};
  const lab = projectFile('ch12/lab.yaml');
  return eastwestBy(by, folder, env, ['up', '--no-install', '--lab', lab]);
}

function refused({code, stderr}: Ended, expected: RegExp): string {
  if (code !== 3 || !expected.test(stderr)) throw new Error(`exit code ${code}, said: ${stderr}`);
  return /^error: .*/m.exec(stderr)?.[0] ?? '';
}

async function overlappingSubnet(): Promise<string> {
  await none();
  await run('docker', ['network', 'create', '--subnet', '10.89.0.0/24', 'eastwest-torture']);
  try {
    return await withSubnet('10.89.0.0/24', async (lab) =>
      refused(await eastwest('up', '--lab', lab), /HOST-SUBNET/),
    );
  } finally {
    await run('docker', ['network', 'rm', 'eastwest-torture']);
  }
}

async function otherSubnet(subnet: string): Promise<string> {
  await none();
  return withSubnet(subnet, async (lab) => {
    await good('up', '--lab', lab);
    if (!(await crosses())) throw new Error('no call crosses');
    await good('down', '--lab', lab);
    return 'a call crosses';
  });
}

/** A network that somebody has made for this lab, with both families. */
async function ipv6Beside(): Promise<string> {
  await none();
  const {name} = plan.dockerNetwork;
  const subnets = ['--ipv6', '--subnet', 'fd00:ea57::/64', '--subnet', '192.168.150.0/24'];
  await run('docker', ['network', 'create', name, '--label', `${LAB_LABEL}=${plan.lab}`, ...subnets]);
  await up();
  if (!(await crosses())) throw new Error('no call crosses');
  await none();
  return 'a call crosses';
}

/** The chapter's lab with this subnet, from a copy of its folder. */
async function withSubnet(subnet: string, work: (lab: string) => Promise<string>): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'eastwest-torture-'));
  try {
    cpSync(projectFile('ch12'), folder, {recursive: true});
    const lab = join(folder, 'lab.yaml');
    const text = readFileSync(lab, 'utf8');
    writeFileSync(lab, text.replace('    name: eastwest\n', `    name: eastwest\n    subnet: ${subnet}\n`));
    return await work(lab);
  } finally {
    rmSync(folder, {recursive: true});
  }
}
