import test from 'ava';
import {EastwestError} from '../../../../src/base/errors.js';
import type {Docker} from '../../../../src/drivers/docker/docker.js';
import type {Work} from '../../../../src/supply/registry/layout.js';
import {pull} from '../../../../src/supply/registry/pull.js';
import {FakeClock} from '../../../fakes/clock.js';
import {untouchable} from '../../../fakes/drivers.js';
import {refusal} from '../../../helpers/error.js';
import {quietContext} from '../../../helpers/world.js';

const PIN = {name: 'pilot', reference: 'docker.io/istio/pilot:1.17.8', digest: undefined};

/** Work with an engine whose every pull ends in these words, and how often it was asked. */
function refusing(said: string): {readonly work: Work; readonly asked: () => number} {
  let asked = 0;
  const docker = untouchable<Docker>('docker', {
    image: async () => undefined,
    pullImage: async () => {
      asked++;
      throw new EastwestError(`pull istio/pilot:1.17.8: ${said}`, {code: 'DOCKER-PULL-FAILED'});
    },
  });
  const source = {mirrors: {registry: [], tools: undefined}, platform: 'linux-amd64'};
  const drivers = {docker, clock: new FakeClock(), loginFor: async () => undefined};
  return {work: {layout: {source}, drivers} as unknown as Work, asked: () => asked};
}

const REFUSALS: Record<string, [said: string, code: string, hint: RegExp, asked: number]> = {
  'a registry that has given enough': [
    'toomanyrequests: You have reached your pull rate limit.',
    'SUPPLY-TOO-MANY-PULLS',
    /^docker login docker\.io/,
    1,
  ],
  'a registry that wants a login': [
    'unauthorized: sign in',
    'SUPPLY-NOT-ALLOWED',
    /^docker login docker\.io$/,
    1,
  ],
  'a registry with a CA of its own': ['x509: unknown authority', 'SUPPLY-NOT-TRUSTED', /certs\.d/, 1],
  'a registry that is down': ['connection refused', 'SUPPLY-PULL-FAILED', /run it again/, 4],
};

for (const [what, [said, code, hint, times]] of Object.entries(REFUSALS)) {
  test(`${what}: ${code}, after ${times} of 4 attempts`, async (t) => {
    const {work, asked} = refusing(said);
    const error = await refusal(t, pull(PIN, work, quietContext));
    t.is(error.code, code);
    t.regex(error.hint ?? '', hint);
    t.is(asked(), times);
  });
}
