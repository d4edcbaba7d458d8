import {fault, ok, type Finding} from '../finding.js';
import {atLeast} from '../programs.js';
import type {Probes} from '../probes.js';

const CODE = 'HOST-GO';
const WHAT = 'Go';
/** From 1.21 on, Go fetches the toolchain that a build asks for by itself. */
const OLDEST = '1.21';
const REMEDY = 'install Go 1.21 or newer and put it on PATH: go.dev/doc/install';

export async function go({processes, signal}: Pick<Probes, 'processes' | 'signal'>): Promise<Finding> {
  const path = await processes.which('go');
  if (path === undefined) return fault(CODE, WHAT, 'no go on PATH', REMEDY);
  // `local`: a go.mod in the working folder must not make a question download a toolchain.
  const env = {GOTOOLCHAIN: 'local'};
  const {stdout} = await processes.run(path, ['version'], {signal, timeoutMs: 1500, cwd: '/', env});
  const version = /go version go(\S+)/.exec(stdout)?.[1];
  if (version === undefined) return fault(CODE, WHAT, `${path} says: ${stdout.trim()}`, REMEDY);
  if (!atLeast(version, OLDEST)) return fault(CODE, WHAT, `${version}; needed: ${OLDEST} or newer`, REMEDY);
  return ok(CODE, WHAT, `${version} at ${path}`);
}
