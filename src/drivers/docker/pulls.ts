import type Dockerode from 'dockerode';
import {EastwestError, messageOf, throwIfInterrupted} from '../../base/errors.js';
import {ask} from './engine.js';
import type {Docker, PullProgress, PullRequest} from './docker.js';

interface PullMessage {
  readonly id?: string;
  readonly status?: string;
  readonly error?: string;
  readonly progressDetail?: {readonly current?: number; readonly total?: number};
}

/** Pulls by the engine, which checks every byte of a digest that it was asked for. */
export function pullCall(engine: Dockerode): Docker['pullImage'] {
  return async ({repository, version, platform, login, signal, silenceMs, onProgress}: PullRequest) => {
    const reference = version.includes(':') ? `${repository}@${version}` : `${repository}:${version}`;
    const what = `pull ${reference}`;
    throwIfInterrupted(signal);
    const silence = new AbortController();
    let alarm: NodeJS.Timeout | undefined;
    const heard = (): void => {
      clearTimeout(alarm);
      alarm = setTimeout(() => silence.abort(), silenceMs);
    };
    // The engine ends a pull when nobody listens any more, also while it still looks for the image's manifest, before
    // which it answers nothing; what has come of it is not kept half.
    const abortSignal = AbortSignal.any([signal, silence.signal]);
    const layers = new Layers();
    heard();
    try {
      const stream = await ask(what, () =>
        engine.createImage(login ?? {}, {fromImage: repository, tag: version, platform, abortSignal}),
      );
      await new Promise<void>((resolve, reject) => {
        stream.once('close', () => reject(new Error('the engine broke off')));
        engine.modem.followProgress(
          stream,
          (error: Error | null, messages: readonly PullMessage[]) => {
            const said = error?.message ?? messages.find((message) => message.error !== undefined)?.error;
            if (said === undefined) resolve();
            else reject(new Error(said));
          },
          (message: PullMessage) => {
            heard();
            onProgress?.(layers.take(message));
          },
        );
      });
    } catch (error) {
      throwIfInterrupted(signal);
      if (error instanceof EastwestError && !silence.signal.aborted) throw error;
      const why = silence.signal.aborted ? `silent for ${silenceMs / 1000} s` : messageOf(error);
      throw new EastwestError(`${what}: ${why}`, {code: 'DOCKER-PULL-FAILED', cause: error});
    } finally {
      clearTimeout(alarm);
    }
    return (await ask(what, () => engine.getImage(reference).inspect())).Id;
  };
}

/** Bytes of all layers together. */
class Layers {
  readonly #layers = new Map<string, {got: number; total: number}>();

  take({id, status, progressDetail}: PullMessage): PullProgress {
    if (id !== undefined && status === 'Downloading') {
      this.#layers.set(id, {got: progressDetail?.current ?? 0, total: progressDetail?.total ?? 0});
    }
    const known = id === undefined ? undefined : this.#layers.get(id);
    if (known !== undefined && (status === 'Download complete' || status === 'Pull complete'))
      known.got = known.total;
    const sum = (part: 'got' | 'total'): number =>
      [...this.#layers.values()].reduce((all, layer) => all + layer[part], 0);
    return {gotBytes: sum('got'), totalBytes: sum('total')};
  }
}
