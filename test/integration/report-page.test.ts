import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {inflateSync} from 'node:zlib';
import test from 'ava';
import {compareText, htmlText, matrixPage} from '../../src/report/index.js';
import {chromium, picture, show} from '../helpers/chromium.js';
import {cellOf, cellRecord, GRAVE, hopRecord, NAMES} from '../helpers/hop-records.js';
import {RUNS, storyFixture} from '../helpers/runs.js';
import {tempFolder} from '../helpers/temp-folder.js';

const browser = chromium();
/** Where there is no Chromium the tests are counted as skipped, and their names say why. */
const look = browser === undefined ? test.serial.skip : test.serial;
const why = browser === undefined ? 'skipped: chromium: ' : '';

const count = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length;

look(
  `${why}the page of a run, opened from disk, shows every call, section and step, without a complaint`,
  async (t) => {
    const folder = await tempFolder(t);
    const file = join(folder, 'report.html');
    writeFileSync(file, htmlText(storyFixture(RUNS[0])));
    const {dom, complaints} = await show(browser ?? '', file, join(folder, 'profile'));
    t.deepEqual(complaints, []);
    t.is(count(dom, /<path class="call /g), 125);
    t.is(count(dom, /<section class="scenario /g), 5);
    t.is(count(dom, /<li class="step /g), 16);
    for (const heading of ['Verdicts', 'The lab', 'The scenarios'])
      t.regex(dom, new RegExp(`<h2[^>]*>${heading}</h2>`));
  },
);

look(`${why}two runs side by side show their bars without a complaint`, async (t) => {
  const folder = await tempFolder(t);
  const file = join(folder, 'compare.html');
  writeFileSync(file, compareText(storyFixture(RUNS[0]), storyFixture(RUNS[1])));
  const {dom, complaints} = await show(browser ?? '', file, join(folder, 'profile'));
  t.deepEqual(complaints, []);
  t.true(count(dom, /<rect class="measured/g) > 10);
});

look(
  `${why}a matrix of hops shows its cells and runs, and each link leads to one, without a complaint`,
  async (t) => {
    const folder = await tempFolder(t);
    const file = join(folder, 'matrix.html');
    const cells = ['west', 'east'].map((first) => cellOf('1.17.5', '1.18.2', 'canary', first));
    const records = cells.map((cell) => cellRecord(cell, {hop: hopRecord({verdict: {changes: [GRAVE]}})}));
    writeFileSync(file, matrixPage({lab: 'upgrade', supply: 'source', cells, records, ...NAMES}));
    const {dom, complaints} = await show(browser ?? '', file, join(folder, 'profile'));
    t.deepEqual(complaints, []);
    t.is(count(dom, /<section class="scenario good"/g), 2);
    for (const [, id] of dom.matchAll(/<a href="#([^"]+)"/g)) t.true(dom.includes(`id="${id}"`), id);
    t.is(count(dom, /<a href="#/g), 2);
  },
);

look(`${why}a script that does not belong to the page is complained of: complaints are seen`, async (t) => {
  const folder = await tempFolder(t);
  const file = join(folder, 'report.html');
  writeFileSync(
    file,
    htmlText(storyFixture(RUNS[0])).replace('<footer>', '<script>alert(1)</script><footer>'),
  );
  const {complaints} = await show(browser ?? '', file, join(folder, 'profile'));
  t.regex(complaints.join('\n'), /Content Security Policy/);
});

look(`${why}the picture of the page has the colours of both clusters`, async (t) => {
  const folder = await tempFolder(t);
  const [file, png] = [join(folder, 'report.html'), join(folder, 'report.png')];
  writeFileSync(file, htmlText(storyFixture(RUNS[0])));
  await picture(browser ?? '', file, join(folder, 'profile'), png);
  const colours = coloursOf(readFileSync(png));
  t.true((colours.get('0068a8') ?? 0) > 200, 'west');
  t.true((colours.get('c25400') ?? 0) > 200, 'east');
});

/** How many pixels of a PNG (8 bits, RGB or RGBA, not interlaced) have each colour. */
function coloursOf(png: Buffer): ReadonlyMap<string, number> {
  const width = png.readUInt32BE(16);
  const size = png[25] === 6 ? 4 : 3;
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + length));
  }
  const lines = unfiltered(inflateSync(Buffer.concat(parts)), width * size, size);
  const colours = new Map<string, number>();
  for (let at = 0; at < lines.length; at += size) {
    const colour = lines.toString('hex', at, at + 3);
    colours.set(colour, (colours.get(colour) ?? 0) + 1);
  }
  return colours;
}

/** PNG keeps of each byte what its neighbours do not tell; this puts the bytes together again. */
function unfiltered(data: Buffer, stride: number, size: number): Buffer {
  const rows = data.length / (stride + 1);
  const out = Buffer.alloc(rows * stride);
  for (let row = 0; row < rows; row++) {
    const filter = data[row * (stride + 1)] ?? 0;
    for (let column = 0; column < stride; column++) {
      const at = row * stride + column;
      const left = column < size ? 0 : (out[at - size] ?? 0);
      const up = row === 0 ? 0 : (out[at - stride] ?? 0);
      const corner = row === 0 || column < size ? 0 : (out[at - stride - size] ?? 0);
      out[at] = (data[row * (stride + 1) + 1 + column] ?? 0) + predicted(filter, left, up, corner);
    }
  }
  return out;
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  if (filter !== 4) return 0;
  const guess = left + up - corner;
  const [a, b, c] = [left, up, corner].map((value) => Math.abs(guess - value)) as [number, number, number];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
