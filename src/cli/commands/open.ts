import {lookup} from 'node:dns/promises';
import {EastwestError, EXIT} from '../../base/errors.js';
import {shellLine} from '../../scenario/commands.js';
import type {CommandContext, CommonOptions} from '../command.js';
import {openLab} from '../open-lab.js';
import {targetOf} from '../open-targets.js';

interface OpenOptions extends CommonOptions {
  readonly cluster?: string;
}

const ANSWER_MS = 5000;
const OPENER_MS = 10_000;

export function command({signal}: CommandContext) {
  return async (options: OpenOptions, [name = '']: readonly string[]) => {
    const {plan, drivers} = await openLab(options);
    const {url, probe, hostsLine} = targetOf(name, plan, options.cluster);
    const {status, error} = await drivers.http.get(probe.url, {...probe, signal, timeoutMs: ANSWER_MS});
    if (status === 0) {
      throw new EastwestError(`nothing answers at ${probe.url}: ${error ?? 'no status'}`, {
        code: 'OPEN-NOT-THERE',
        hint: 'eastwest up',
      });
    }
    const found = hostsLine === undefined || (await isHere(new URL(url).hostname));
    const opener = found ? await openerOf(drivers.processes.which) : undefined;
    const opened =
      opener !== undefined &&
      (await drivers.processes.run(opener, [url], {signal, timeoutMs: OPENER_MS}).then(
        () => true,
        () => false,
      ));
    const curl = shellLine(
      'curl',
      ...Object.entries(probe.headers).flatMap(([key, value]) => ['-H', `${key}: ${value}`]),
      probe.url,
    );
    if (options.json) {
      process.stdout.write(`${JSON.stringify({name, url, status, opened, curl}, null, 2)}\n`);
      return EXIT.good;
    }
    process.stdout.write(`${url}\n`);
    if (!found) {
      process.stderr.write(
        `for a browser, add to the hosts file of its machine: ${hostsLine}\nor: ${curl}\n`,
      );
    }
    return EXIT.good;
  };
}

/** Whether a browser of this machine finds the name here. */
async function isHere(host: string): Promise<boolean> {
  return lookup(host).then(
    ({address}) => address.startsWith('127.') || address === '::1',
    () => false,
  );
}

/** The program that opens a URL, where there is somebody to see it. */
async function openerOf(
  which: (program: string) => Promise<string | undefined>,
): Promise<string | undefined> {
  const {platform, env} = process;
  if (platform === 'darwin') return which('open');
  if (env['WSL_DISTRO_NAME'] !== undefined) return (await which('wslview')) ?? which('explorer.exe');
  if (env['DISPLAY'] === undefined && env['WAYLAND_DISPLAY'] === undefined) return undefined;
  return which('xdg-open');
}
