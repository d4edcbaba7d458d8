import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {format, resolveConfig} from 'prettier';
import {matrixDoc, readMatrix} from '../src/report/index.js';
import {PROJECT} from './generate.js';

/** The page of the documentation that tells a run of the matrix. */
export const MATRIX_PAGE = 'docs/upgrade-matrix.md';

/**
 * The page as it should be, from the text of a `matrix.json`. It is no part of `generate`: what it is made from is a run on
 * a real lab, and not the source.
 */
export async function matrixPageOf(text: string, file: string): Promise<string> {
  const filepath = join(PROJECT, MATRIX_PAGE);
  return format(matrixDoc(readMatrix(text, file)), {...(await resolveConfig(filepath)), filepath});
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [file] = process.argv.slice(2);
  if (file === undefined) {
    process.stderr.write('npm run generate:matrix -- FILE, a matrix.json of a real run\n');
    process.exitCode = 2;
  } else {
    await writeFile(join(PROJECT, MATRIX_PAGE), await matrixPageOf(await readFile(file, 'utf8'), file));
    process.stdout.write(`${MATRIX_PAGE}\n`);
  }
}
