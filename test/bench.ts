import {BENCH_LABS, labFigures, type LabFigures} from './bench/labs.js';
import {chapterFigures, type ChapterFigures} from './bench/chapter.js';
import {EastwestError, EXIT} from '../src/base/errors.js';

/** What `make bench` prints: times in seconds, memory in MiB. Figures of one machine in one hour; no test. */
interface Figures extends Partial<ChapterFigures> {
  /** By how many clusters a lab has. */
  readonly clusters?: Readonly<Record<number, LabFigures>>;
}

const PARTS = ['chapter', 'clusters'];

/** `node build/test/bench.js [chapter] [clusters]`: both unless one is named. */
const wanted = process.argv.slice(2);
const strange = wanted.find((part) => !PARTS.includes(part));
if (strange !== undefined) {
  throw new EastwestError(`${strange}: expected ${PARTS.join(' or ')}`, {
    code: 'BAD-USAGE',
    exitCode: EXIT.usage,
  });
}
const measures = (part: string): boolean => wanted.length === 0 || wanted.includes(part);

const chapter = measures('chapter') ? await chapterFigures() : {};
const clusters: Record<number, LabFigures> = {};
if (measures('clusters')) {
  for (const [count, file] of Object.entries(BENCH_LABS)) clusters[Number(count)] = await labFigures(file);
}
const figures: Figures = {...chapter, ...(measures('clusters') ? {clusters} : {})};
process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
