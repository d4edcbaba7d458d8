import type {Clock} from '../../base/clock.js';
import {EastwestError, messageOf, throwIfInterrupted} from '../../base/errors.js';
import type {PullRequest} from '../../drivers/docker/docker.js';
import type {Step, StepContext} from '../../engine/step.js';
import {imageProduct, lookFor, type Product} from '../products.js';
import {bytesText} from './bytes.js';
import {pulledTag, type Work} from './layout.js';
import {parseReference, repositoryFor} from './mirrors.js';
import type {ImagePin} from './select.js';

/** How many images are pulled at a time. */
export const PULL_LANE = 'pull';

const ATTEMPTS = 4;
const FIRST_PAUSE_MS = 1000;
const SILENCE_MS = 90_000;

export function pullStepId(name: string): string {
  return `supply.pull-${name}`;
}

/** One image, under a tag of our own: what a registry's name means may change, or mean another one here. */
export function pullStep(pin: ImagePin, work: Work, serves: readonly Product[]): Step {
  const {repository, version} = sourceOf(pin, work);
  const tag = pulledTag(pin);
  return {
    id: pullStepId(pin.name),
    title: `Image ${pin.reference}`,
    needs: ['host.ready'],
    commands: [
      `docker pull --platform ${platformOf(work)} ${nameOf(repository, version)}`,
      `docker tag ${nameOf(repository, version)} ${tag}`,
    ],
    deadlineMs: 5000,
    lane: PULL_LANE,
    done: () => lookFor(imageProduct(tag, work), serves),
    run: (context) => pull(pin, work, context),
  };
}

/** Pulls and tags; what is there already is not asked for again. */
export async function pull(pin: ImagePin, work: Work, context: StepContext): Promise<void> {
  const {docker, loginFor, clock} = work.drivers;
  const {signal, say} = context;
  const tag = pulledTag(pin);
  if ((await docker.image(tag)) !== undefined) return;
  const {repository, version} = sourceOf(pin, work);
  const [registry = ''] = repository.split('/', 1);
  const request: PullRequest = {
    repository,
    version,
    platform: platformOf(work),
    login: await loginFor(registry, signal),
    signal,
    silenceMs: SILENCE_MS,
    onProgress: ({gotBytes, totalBytes}) => say(`${pin.reference}: ${bytesText(gotBytes, totalBytes)}`),
  };
  const id = await retried(clock, context, () => docker.pullImage(request)).catch((error: unknown) => {
    throwIfInterrupted(signal);
    throw explained(error, pin, registry);
  });
  const [name = '', hash = ''] = tag.split(':');
  await docker.tagImage(id, name, hash);
}

/** The registry is trusted with a tag only where the catalog knows no digest. */
function sourceOf({reference, digest}: ImagePin, {layout}: Work): {repository: string; version: string} {
  return {
    repository: repositoryFor(reference, layout.source.mirrors),
    version: digest ?? parseReference(reference).tag,
  };
}

function nameOf(repository: string, version: string): string {
  return version.includes(':') ? `${repository}@${version}` : `${repository}:${version}`;
}

/** The platform of images: that of Docker's machine, which is of this machine's kind. */
export function platformOf({layout}: Work): string {
  return layout.source.platform.endsWith('arm64') ? 'linux/arm64' : 'linux/amd64';
}

/** What the same question will meet with again. */
const FINAL =
  /not found|manifest unknown|unauthorized|denied|authentication required|no basic auth|verification failed|does not match|invalid reference|x509|no matching manifest|pull rate limit/i;

async function retried<T>(clock: Clock, {signal, say}: StepContext, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      throwIfInterrupted(signal);
      if (attempt >= ATTEMPTS || FINAL.test(messageOf(error))) throw error;
      say(`again, after: ${messageOf(error)}`);
      await clock.sleep(FIRST_PAUSE_MS * 2 ** (attempt - 1), signal).catch(() => throwIfInterrupted(signal));
    }
  }
}

function explained(error: unknown, {reference, digest}: ImagePin, registry: string): unknown {
  if (!(error instanceof EastwestError)) return error;
  const said = error.message;
  const make = (code: string, hint: string): EastwestError =>
    new EastwestError(`${reference}: ${said}`, {code, hint, cause: error});
  if (/unauthorized|denied|authentication required|no basic auth/i.test(said)) {
    return make('SUPPLY-NOT-ALLOWED', `docker login ${registry}`);
  }
  if (/toomanyrequests|rate limit/i.test(said)) {
    return make(
      'SUPPLY-TOO-MANY-PULLS',
      `docker login ${registry}, which allows more; or wait; or name a mirror with --registry-mirror`,
    );
  }
  if (/x509|certificate/i.test(said)) {
    return make(
      'SUPPLY-NOT-TRUSTED',
      `put its CA where the engine looks: /etc/docker/certs.d/${registry}/ca.crt`,
    );
  }
  if (digest !== undefined && /not found|manifest unknown|verification failed|does not match/i.test(said)) {
    return make(
      'SUPPLY-WRONG-DIGEST',
      `${registry} does not have the content ${digest} that the catalog names`,
    );
  }
  return make('SUPPLY-PULL-FAILED', 'run it again to go on; or name a mirror with --registry-mirror');
}
