import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {readYaml} from '../../base/yaml.js';
import {ADDONS, type AddonName} from '../../lab/lab.js';
import {addonFile, type Layout} from './layout.js';
import {fullReference, parseReference} from './mirrors.js';
import type {ImagePin} from './select.js';

/** The images that the addons of Istio's release name. */
export async function addonImages({
  tools,
  catalog,
}: Pick<Layout, 'tools' | 'catalog'>): Promise<readonly ImagePin[]> {
  const named = await Promise.all(
    ADDONS.map(async (addon) => imagesIn(await readFile(join(tools, addonFile(addon)), 'utf8'))),
  );
  return [...new Set(named.flat())].sort().map((reference) => ({
    name: parseReference(reference).path.replaceAll('/', '-'),
    reference,
    digest: catalog.others?.[reference],
  }));
}

/** The version of an addon in these manifests of it: the tag of the image that is called after it. Pure. */
export function addonVersion(addon: AddonName, manifests: string): string | undefined {
  const image = imagesIn(manifests).find((reference) => parseReference(reference).path.includes(addon));
  return image === undefined ? undefined : parseReference(image).tag.replace(/^v/, '');
}

/** Every image that a container of these manifests runs, by its full name. Pure. */
export function imagesIn(manifests: string): readonly string[] {
  const found: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, part] of Object.entries(value)) {
      if ((key === 'containers' || key === 'initContainers') && Array.isArray(part)) {
        for (const {image} of part as {image?: unknown}[]) {
          if (typeof image === 'string') found.push(fullReference(image));
        }
      }
      visit(part);
    }
  };
  for (const {value} of readYaml('manifests', manifests).documents) visit(value);
  return found;
}
