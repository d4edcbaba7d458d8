import {addonImages} from './addon-images.js';
import {pulledTag, type Work} from './layout.js';
import {parseReference} from './mirrors.js';

/** Label of a node image: the official images in it, each as `REFERENCE@sha256:…`, with blanks between. */
export const PULLED_LABEL = 'dev.eastwest.pulled';

/**
 * What has come for each image, by its registry's digest: of those that came by their tag this is the only record, and
 * what a catalog can be made to ask for from then on.
 */
export async function pulledFrom(work: Work): Promise<readonly string[]> {
  const {node, pods, program} = work.layout.selection;
  const pins = [node, ...pods, ...(await addonImages(work.layout)), program];
  return Promise.all(
    pins.map(async (pin) => {
      const found = (await work.drivers.docker.image(pulledTag(pin)))?.digests ?? [];
      return `${pin.reference}@${pin.digest ?? digestIn(found, pin.reference) ?? 'unknown'}`;
    }),
  );
}

/** The digest among these that belongs to the image, whichever server it came from. Pure. */
export function digestIn(digests: readonly string[], reference: string): string | undefined {
  const {path} = parseReference(reference);
  const short = path.replace(/^library\//, '');
  const found = digests.find((one) => {
    const [repository = ''] = one.split('@');
    return repository === short || repository.endsWith(`/${path}`) || repository.endsWith(`/${short}`);
  });
  return found?.split('@')[1];
}
