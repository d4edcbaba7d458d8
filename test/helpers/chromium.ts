import {execFile} from 'node:child_process';
import {existsSync} from 'node:fs';
import {delimiter, join} from 'node:path';
import {promisify} from 'node:util';

const run = promisify(execFile);

/** Full path of Chromium, where it is installed. */
export function chromium(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, 'chromium')).find((file) => existsSync(file));
}

export interface Shown {
  /** The page as it stands after its scripts ran. */
  readonly dom: string;
  /** What the browser complained of. */
  readonly complaints: readonly string[];
}

const COMMON = ['--headless', '--no-sandbox', '--disable-gpu', '--enable-logging=stderr', '--log-level=0'];

/** Opens a file as a person would, from disk; `profile` is an empty folder for the browser. */
export async function show(browser: string, file: string, profile: string): Promise<Shown> {
  const args = [...COMMON, `--user-data-dir=${profile}`, '--dump-dom', `file://${file}`];
  const {stdout, stderr} = await run(browser, args, {maxBuffer: 64 << 20, timeout: 60_000});
  return {dom: stdout, complaints: stderr.split('\n').filter((line) => line.includes(':CONSOLE'))};
}

/** A picture of the page, as PNG, into a file. */
export async function picture(browser: string, file: string, profile: string, png: string): Promise<void> {
  const args = [...COMMON, `--user-data-dir=${profile}`, '--window-size=1280,1600', `--screenshot=${png}`];
  await run(browser, [...args, `file://${file}`], {timeout: 60_000});
}
