import {access, mkdir, mkdtemp, readdir, rename, rm} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import type {Look} from '../base/wait-for.js';
import type {Docker} from '../drivers/docker/docker.js';
import type {Ends} from './work.js';

/** What it takes to see what is there. */
export interface LookWork {
  readonly layout: Ends;
  readonly drivers: {readonly docker: Pick<Docker, 'image'>};
}

/** Something that the supply makes, and how to see whether it is there. */
export interface Product {
  readonly name: string;
  there(): Promise<boolean>;
}

export function imageProduct(image: string, {drivers}: LookWork): Product {
  return {name: image, there: async () => (await drivers.docker.image(image)) !== undefined};
}

/** A folder of the cache. It got its name when it was whole, so all that counts is that it is there. */
export function folderProduct(folder: string, files: readonly string[] = []): Product {
  return {name: folder, there: () => allThere([folder, ...files.map((file) => join(folder, file))])};
}

/** The products that the lab itself uses. Everything else only serves to make them. */
export function finalProducts(work: LookWork): {tools: Product; node: Product; client: Product} {
  const {tools, toolFiles, node, client} = work.layout;
  return {
    tools: folderProduct(
      tools,
      toolFiles.map(({name}) => name),
    ),
    node: imageProduct(node, work),
    client: imageProduct(client, work),
  };
}

/** Done when the product is there, or else everything that it serves. */
export async function lookFor(product: Product, serves: readonly Product[]): Promise<Look> {
  if (await product.there()) return {done: true, seen: product.name};
  const served = await Promise.all(serves.map((one) => one.there()));
  if (serves.length > 0 && served.every(Boolean)) return {done: true, seen: 'what it serves is there'};
  return {done: false, seen: `no ${product.name}`};
}

/** Makes a folder whole or not at all: it gets its name when `fill` is through. */
export async function makeFolder(folder: string, fill: (unfinished: string) => Promise<void>): Promise<void> {
  const unfinished = await newFolder(folder);
  try {
    await fill(unfinished);
  } catch (error) {
    await rm(unfinished, {recursive: true, force: true});
    throw error;
  }
  await rm(folder, {recursive: true, force: true});
  await rename(unfinished, folder);
}

/** Gives `use` an empty folder and removes it afterwards, whatever came of it. */
export async function withScratch<T>(folder: string, use: (folder: string) => Promise<T>): Promise<T> {
  const scratch = await newFolder(folder);
  try {
    return await use(scratch);
  } finally {
    await rm(scratch, {recursive: true, force: true});
  }
}

/**
 * A new folder beside `folder`, in place of those that were left unfinished. Each has a name of its own: a
 * program that outlived a killed `up` may still write into an old one.
 */
async function newFolder(folder: string): Promise<string> {
  const [parent, prefix] = [dirname(folder), `${basename(folder)}.`];
  await mkdir(parent, {recursive: true});
  for (const name of await readdir(parent)) {
    if (!name.startsWith(prefix)) continue;
    await rm(join(parent, name), {recursive: true, force: true}).catch(() => undefined);
  }
  return mkdtemp(join(parent, prefix));
}

async function allThere(paths: readonly string[]): Promise<boolean> {
  const found = await Promise.all(
    paths.map((path) =>
      access(path).then(
        () => true,
        () => false,
      ),
    ),
  );
  return found.every(Boolean);
}
