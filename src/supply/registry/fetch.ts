import type {Step} from '../../engine/step.js';
import {EastwestError} from '../../base/errors.js';
import {folderProduct, lookFor, type Product} from '../products.js';
import {bytesText} from './bytes.js';
import {fetchedFile, type Work} from './layout.js';
import {urlFor} from './mirrors.js';
import type {FilePin} from './select.js';

/** How many files are fetched at a time. */
export const DOWNLOAD_LANE = 'download';

export function fetchStepId(name: string): string {
  return `supply.fetch-${name}`;
}

/** One file of a publisher, or of a mirror, verified before it gets its name. */
export function fetchStep(name: string, pin: FilePin, work: Work, serves: readonly Product[]): Step {
  const {layout, drivers} = work;
  const file = fetchedFile(pin, layout);
  const url = urlFor(pin.url, layout.source.mirrors);
  return {
    id: fetchStepId(name),
    title: url.slice(url.lastIndexOf('/') + 1),
    needs: ['host.ready'],
    commands: [
      `curl -fLo ${file} ${url}`,
      `sha256sum ${file}   # ${pin.sha256 ?? `as in ${String(pin.checksum)}`}`,
    ],
    deadlineMs: 5000,
    lane: DOWNLOAD_LANE,
    done: () => lookFor(folderProduct(file), serves),
    run: async ({signal, say}) => {
      const sha256 = pin.sha256 ?? (await publishedSum(pin, work, signal));
      const onProgress = (got: number, total: number | undefined): void => say(bytesText(got, total));
      await drivers.downloads.file({url, file, sha256, signal, onProgress});
    },
  };
}

/** The sum that the publisher has put beside the file. It is worth what TLS is worth, which it must come by. */
async function publishedSum(pin: FilePin, {layout, drivers}: Work, signal: AbortSignal): Promise<string> {
  if (pin.checksum === undefined) {
    throw new EastwestError(`nothing says what ${pin.url} must be`, {
      code: 'CATALOG-NO-SUM',
      hint: 'add its sha256 to the catalog',
    });
  }
  const url = urlFor(pin.checksum, layout.source.mirrors);
  const text = await drivers.downloads.text(url, signal);
  const sum = /^[0-9a-f]{64}(?![0-9a-f])/i.exec(text.trim())?.[0];
  if (sum !== undefined) return sum.toLowerCase();
  throw new EastwestError(`${url} is no checksum file; it begins: ${text.slice(0, 60)}`, {
    code: 'SUPPLY-BAD-CHECKSUM-FILE',
  });
}
