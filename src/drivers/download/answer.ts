import {request, type Dispatcher} from 'undici';
import {EastwestError, messageOf} from '../../base/errors.js';

const MOST_REDIRECTS = 5;

/** A failure that another attempt may not meet again. */
export class Passing extends Error {}

/** One answer, after redirections. What a later attempt may heal is a Passing error. */
export async function followed(
  url: string,
  {
    dispatcher,
    signal,
    silenceMs,
    from,
  }: {dispatcher: Dispatcher; signal: AbortSignal; silenceMs: number; from: number},
): Promise<Dispatcher.ResponseData> {
  let at = url;
  for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
    let answer: Dispatcher.ResponseData;
    try {
      answer = await request(at, {
        dispatcher,
        signal,
        headersTimeout: silenceMs,
        bodyTimeout: silenceMs,
        headers: from > 0 ? {range: `bytes=${from}-`} : {},
      });
    } catch (error) {
      throw passing(at, error);
    }
    const {statusCode, headers, body} = answer;
    if (statusCode === 200 || statusCode === 206 || (statusCode === 416 && from > 0)) return answer;
    await body.dump().catch(() => undefined);
    const {location} = headers;
    if (statusCode >= 300 && statusCode < 400 && typeof location === 'string') {
      at = new URL(location, at).href;
      if (!at.startsWith('https:')) throw refused(url, `it leads to ${at}, which is not HTTPS`);
      continue;
    }
    if (statusCode >= 500 || statusCode === 429 || statusCode === 408)
      throw new Passing(`HTTP ${statusCode}`);
    throw refused(url, `HTTP ${statusCode}`);
  }
  throw refused(url, 'it leads in a circle');
}

/** TLS that is not trusted stays so; whatever else ends a connection may not happen again. */
export function passing(url: string, error: unknown): unknown {
  if (error instanceof EastwestError) return error;
  const {code = ''} = error as {code?: string};
  if (untrusted(error)) {
    return new EastwestError(`${url}: the server is not trusted: ${messageOf(error)}`, {
      code: 'DOWNLOAD-NOT-TRUSTED',
      hint: 'name the CA that signed its certificate: --tools-ca FILE',
    });
  }
  return new Passing(messageOf(error) || code);
}

export function untrusted(error: unknown): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO_|ALTNAME/.test((error as {code?: string}).code ?? '');
}

export function refused(url: string, why: string): EastwestError {
  return new EastwestError(`${url}: ${why}`, {code: 'DOWNLOAD-REFUSED'});
}
