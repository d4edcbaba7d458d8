import {existsSync, readFileSync} from 'node:fs';
import {dirname, resolve} from 'node:path';
import {z} from 'zod';
import {EastwestError, EXIT} from '../base/errors.js';
import {schemaProblems} from '../base/schema-problems.js';
import {problemText, readYaml, type Path, type Problem, type SourceDocument} from '../base/yaml.js';
import {crossFieldProblems} from './checks.js';
import {operatorProblems} from './operator-checks.js';
import type {Continuity, Lab} from './lab.js';
import {labSchema, type LabFile} from './schema.js';

/** Reads and checks a lab file; all problems at once, each with file:line:col, or the lab. */
export function readLab(file: string): Lab {
  const full = resolve(file);
  const text = readText(file, full);
  const beside = (path: string): string => resolve(dirname(full), path);
  const {lab, problems} = parseLab(file, text, {
    exists: (path) => existsSync(beside(path)),
    read: (path) => textOf(beside(path)),
  });
  if (lab === undefined) throw badLab(file, problems);
  return {...lab, file: full};
}

/** The files beside a lab file, by their paths as it has them. */
export interface Beside {
  readonly exists: (path: string) => boolean;
  /** The text of one; undefined where it cannot be read. */
  readonly read: (path: string) => string | undefined;
}

/** The lab that a text describes, or what is wrong with it and with the files that it names. */
export function parseLab(
  file: string,
  text: string,
  {exists, read}: Beside,
): {lab?: Lab; problems: Problem[]} {
  const {documents, problems} = readYaml(file, text);
  if (problems.length > 0) return {problems};
  const [source, second] = documents;
  if (source === undefined) return {problems: [{file, line: 1, col: 1, message: 'empty; expected a Lab'}]};
  if (second !== undefined)
    return {problems: [second.problemAt([], 'a second document; expected one Lab in a file')]};
  const result = labSchema.safeParse(source.value, {reportInput: true});
  if (!result.success) return {problems: schemaProblems(source, result.error.issues, allowedAt)};
  const more = [
    ...crossFieldProblems(source, result.data),
    ...missingFiles(source, result.data, exists),
    ...operatorProblems(result.data, dirname(file), read),
  ];
  if (more.length > 0) return {problems: more};
  return {lab: labOf(file, result.data), problems: []};
}

function missingFiles(source: SourceDocument, {spec}: LabFile, exists: (path: string) => boolean): Problem[] {
  const named: [Path, string][] = [[['spec', 'mesh', 'exposeServices'], spec.mesh.exposeServices]];
  if (spec.manifests !== '.') named.push([['spec', 'manifests'], spec.manifests]);
  spec.clusters.forEach((cluster, index) => {
    const at = (...rest: Path): Path => ['spec', 'clusters', index, ...rest];
    named.push([at('controlPlane'), cluster.controlPlane], [at('eastWestGateway'), cluster.eastWestGateway]);
    cluster.apps.forEach((app, place) => named.push([at('apps', place), app]));
  });
  return named
    .filter(([, path]) => !exists(path))
    .map(([at, path]) => source.problemAt(at, `no file ${path} beside the lab file`));
}

function labOf(file: string, {metadata, spec}: LabFile): Lab {
  const {dockerNetwork, mesh, clusters, call, continuity, ...rest} = spec;
  return {
    ...rest,
    name: metadata.name,
    file,
    meshId: mesh.id,
    exposeServices: mesh.exposeServices,
    call,
    continuity: continuity === undefined ? undefined : continuityOf(continuity),
    dockerNetwork: {name: dockerNetwork.name, subnet: dockerNetwork.subnet},
    clusters: clusters.map((cluster) => ({
      ...cluster,
      ingressNodePort: cluster.ingressNodePort,
      addons: declared(cluster.addons),
    })),
  };
}

function continuityOf({replicas, preStop, drain}: NonNullable<LabFile['spec']['continuity']>): Continuity {
  return {
    replicas,
    preStopSeconds: Number.parseInt(preStop, 10),
    drainSeconds: Number.parseInt(drain, 10),
  };
}

/** Without the keys that the file does not have. */
function declared<T extends object>(fields: T): {[K in keyof T]?: Exclude<T[K], undefined>} {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function readText(file: string, full: string): string {
  try {
    return readFileSync(full, 'utf8');
  } catch (cause) {
    throw new EastwestError(`${file}:1:1: cannot be read`, {
      code: 'LAB-FILE-MISSING',
      hint: 'name a lab file with --lab FILE; the one of chapter 12 is ch12/lab.yaml',
      exitCode: EXIT.usage,
      cause,
    });
  }
}

function badLab(file: string, problems: readonly Problem[]): EastwestError {
  const many = problems.length === 1 ? '1 mistake' : `${problems.length} mistakes`;
  return new EastwestError(`${file}: ${many}; nothing was changed`, {
    code: 'LAB-FILE-BAD',
    details: inOrder(problems, file).map(problemText),
    exitCode: EXIT.usage,
  });
}

/** What is wrong with the lab file itself comes first, each file's in its order. */
function inOrder(problems: readonly Problem[], first: string): readonly Problem[] {
  const rank = ({file}: Problem): string => (file === first ? '' : file);
  const byFile = (one: Problem, other: Problem): number => (rank(one) < rank(other) ? -1 : 1);
  return [...problems].sort((one, other) =>
    one.file === other.file ? one.line - other.line || one.col - other.col : byFile(one, other),
  );
}

/** The keys of the mapping at a path, read from the schema itself. */
function allowedAt(path: Path): readonly string[] {
  let schema: unknown = labSchema;
  for (const key of path) schema = inside(schema, key);
  const bare = unwrapped(schema);
  return bare instanceof z.ZodObject ? Object.keys(bare.shape) : [];
}

function inside(schema: unknown, key: PropertyKey): unknown {
  const bare = unwrapped(schema);
  if (bare instanceof z.ZodArray) return bare.element;
  return bare instanceof z.ZodObject ? (bare.shape as Record<PropertyKey, unknown>)[key] : undefined;
}

function unwrapped(schema: unknown): unknown {
  return schema instanceof z.ZodDefault || schema instanceof z.ZodOptional
    ? unwrapped(schema.unwrap())
    : schema;
}
