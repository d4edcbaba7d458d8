import {EastwestError} from '../../../base/errors.js';
import type {ExecResult} from '../../../drivers/docker/docker.js';
import {labLabels, refuseForeign} from '../../../plan/own.js';
import {clusterNamed} from '../../../plan/plan.js';
import type {Bench} from '../../bench.js';
import {DEADLINES} from '../../deadlines.js';
import {runAt, type Source} from '../source.js';

/** Where packets are taken: on a node's wire, or inside a pod. */
export type Tap =
  | {readonly kind: 'node'; readonly cluster: string}
  | {readonly kind: 'pod'; readonly from: Exclude<Source, string>};

export interface CaptureOptions {
  readonly tap: Tap;
  /** As tcpdump names it. */
  readonly device: string;
  /** As tcpdump takes it. */
  readonly filter: string;
}

const SECONDS = DEADLINES.captureMs / 1000;
/** The one place that a sidecar may write to. */
const POD_FILE = '/var/lib/istio/data/eastwest.pcap';
const NODE_FILE = '/tmp/eastwest.pcap';

type Run = (command: readonly string[]) => Promise<ExecResult>;

/** The packets that pass while `work` is done, as a capture file. Nothing of it stays behind. */
export async function captured(
  options: CaptureOptions,
  bench: Bench,
  work: () => Promise<unknown>,
): Promise<Buffer> {
  const {tap} = options;
  if (tap.kind === 'pod') {
    const run: Run = (command) => runAt(tap.from, command, DEADLINES.execMs, bench);
    return capturedBy(run, POD_FILE, 'sudo ', options, work);
  }
  const name = `eastwest-capture-${tap.cluster}`;
  await startHelper(name, clusterNamed(bench.plan, tap.cluster).node, bench);
  try {
    const {signal} = bench;
    const run: Run = (command) => bench.docker.exec(name, command, {signal, timeoutMs: DEADLINES.execMs});
    return await capturedBy(run, NODE_FILE, '', options, work);
  } finally {
    await bench.docker.removeContainer(name);
  }
}

/**
 * A container of the client's image in the node's network. It ends by itself, and the engine removes it then:
 * so nothing is left of a run that was killed. What is left of one that was killed a moment ago goes first.
 */
async function startHelper(name: string, node: string, {plan, docker}: Bench): Promise<void> {
  const old = await docker.container(name);
  if (old !== undefined) {
    refuseForeign(plan, `the container ${name}`, old.labels, `docker rm -f ${name}`);
    await docker.removeContainer(old.id);
  }
  const client = await docker.container(plan.client.name);
  if (client === undefined) {
    throw new EastwestError(`no container ${plan.client.name}`, {code: 'NO-CLIENT', hint: 'eastwest up'});
  }
  await docker.createContainer({
    name,
    image: client.imageId,
    labels: labLabels(plan),
    network: `container:${node}`,
    command: ['sleep', String(SECONDS)],
    capabilities: ['NET_RAW'],
    restart: 'no',
    autoRemove: true,
  });
}

async function capturedBy(
  run: Run,
  file: string,
  sudo: string,
  {device, filter}: CaptureOptions,
  work: () => Promise<unknown>,
): Promise<Buffer> {
  const shell = async (script: string): Promise<string> => {
    const {exitCode, stdout, stderr} = await run(['sh', '-c', script]);
    if (exitCode === 0) return stdout;
    throw new EastwestError('the capture failed', {
      code: 'CAPTURE-FAILED',
      details: `${stdout}\n${stderr}`.trim().split('\n'),
    });
  };
  await shell(startScript(file, sudo, device, filter));
  let base64: string;
  try {
    await work();
  } finally {
    base64 = await shell(endScript(file, sudo));
  }
  return Buffer.from(base64, 'base64');
}

/** Ends when tcpdump listens, or says why it does not. `-Z root` keeps it from giving its rights away. */
function startScript(file: string, sudo: string, device: string, filter: string): string {
  const tcpdump = `tcpdump -Z root -i ${device} -n -s 0 -U --immediate-mode -w ${file} '${filter}'`;
  const inBackground = `echo \\$\\$ > ${file}.pid; exec timeout ${SECONDS} ${tcpdump} > /dev/null 2> ${file}.log`;
  return [
    `${sudo}rm -f ${file}*`,
    `${sudo}sh -c "${inBackground}" > /dev/null 2>&1 &`,
    ...until('listening on', file),
  ].join('\n');
}

/** tcpdump writes out what it has when it is interrupted, and says so last. */
function endScript(file: string, sudo: string): string {
  return [
    `${sudo}kill -INT $(cat ${file}.pid)`,
    ...until('packets captured', file),
    `base64 -w 0 ${file}`,
    `${sudo}rm -f ${file}*`,
  ].join('\n');
}

/** Waits in the shell, at most 5 s, until tcpdump has said this. */
function until(said: string, file: string): readonly string[] {
  return [
    'tries=0',
    `until grep -q '${said}' ${file}.log 2> /dev/null; do`,
    `  [ $tries -lt 100 ] || { cat ${file}.log; exit 1; }`,
    '  tries=$((tries + 1)); sleep 0.05',
    'done',
  ];
}
