import test from 'ava';
import {compareText, htmlText, readEvents, storyOf} from '../../../src/report/index.js';
import {eventsText, RUNS, storyFixture} from '../../helpers/runs.js';
import {clusters, count, PAGE, section, STORY} from '../../helpers/report-page.js';

test('the page says the verdict first, and failures before the rest', (t) => {
  t.regex(PAGE, /<h1>2 of 5 scenarios failed<\/h1>/);
  const order = [...PAGE.matchAll(/<section\s+class="scenario (\w+)"/g)].map(([, verdict]) => verdict);
  t.deepEqual(order, ['failed', 'failed', 'skipped', 'passed', 'passed']);
  const all = storyFixture(RUNS[1]);
  t.regex(htmlText({...all, results: all.results.slice(0, 4)}), /<h1>All 4 scenarios passed<\/h1>/);
  t.regex(htmlText(all), /<h1>4 of 5 scenarios passed, none failed<\/h1>/);
  t.regex(htmlText({...all, results: []}), /<h1>0 of 0 scenarios passed, none failed<\/h1>/);
  t.regex(htmlText({...STORY, finished: false}), /<h1>2 of 5 scenarios failed; the run did not end<\/h1>/);
});

test('the drawing of the lab has both clusters, the client, the addresses and who answered how often', (t) => {
  const drawing = PAGE.slice(PAGE.indexOf('class="topology"'), PAGE.indexOf('</figure>'));
  for (const {name, network, addresses} of clusters)
    for (const text of [name, network, addresses.ingress, `${addresses.eastWestGateway ?? ''}:15443`])
      t.true(drawing.includes(text ?? 'none'), text);
  t.regex(drawing, />mypc</);
  for (const name of ['simple-backend-west', 'simple-backend-east'])
    t.true(drawing.includes(`>${count(eventsText(RUNS[0]), new RegExp(`"${name}@`, 'g'))} answers<`), name);
  const unseen = {
    ...STORY.facts,
    clusters: clusters.map((cluster) => ({...cluster, addresses: {}, deployments: []})),
  };
  t.regex(htmlText({...STORY, facts: unseen}), /address not seen/);
});

test('a drawing of one, three and four clusters keeps every box apart from the others, and each has its colour', (t) => {
  const [west, east] = clusters;
  if (west === undefined || east === undefined) throw new Error('the fixture has two clusters');
  const more = ['south', 'north'].map((name) => ({
    ...east,
    name,
    network: `${name}-network`,
    deployments: [],
  }));
  for (const count of [1, 2, 3, 4]) {
    const facts = {...STORY.facts, clusters: [west, east, ...more].slice(0, count)};
    const page = htmlText({...STORY, facts});
    const drawing = page.slice(page.indexOf('class="topology"'), page.indexOf('</figure>'));
    const [, width, height] = (/viewBox="0 0 (\d+) ([\d.]+)"/.exec(drawing) ?? []).map(Number);
    const boxes = boxesOf(drawing);
    t.is(boxes.length, count);
    for (const [index, box] of boxes.entries()) {
      t.true(box.x + box.width <= (width ?? 0) && box.y + box.height <= (height ?? 0), `${count}: inside`);
      for (const other of boxes.slice(index + 1))
        t.true(
          box.x + box.width < other.x || other.x + other.width < box.x || box.y + box.height < other.y,
          `${count}: apart`,
        );
    }
    t.is(new Set([...drawing.matchAll(/class="cluster (k\d)"/g)].map(([, colour]) => colour)).size, count);
    for (const colour of [...drawing.matchAll(/class="cluster (k\d)"/g)].map(([, name]) => name ?? ''))
      t.true(page.includes(`.${colour} .frame { stroke:`), colour);
    t.is(drawing.includes('every other one'), count > 2);
  }
});

/** The frames of the clusters, where they stand in the whole drawing. */
function boxesOf(drawing: string) {
  return drawing
    .split('<g transform="translate(0 ')
    .slice(1)
    .flatMap((row) => {
      const offset = Number.parseFloat(row);
      const frame = /class="frame" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/g;
      return [...row.matchAll(frame)].map((found) => {
        const [, x = 0, y = 0, width = 0, height = 0] = found.map(Number);
        return {x, y: y + offset, width, height};
      });
    });
}

test('versions, the proxy and its note are said', (t) => {
  for (const text of ['stock-envoy 1.36.2', '1.17.5', '1.26.15', '0.13.12', 'no istio_* metrics'])
    t.true(PAGE.includes(text), text);
});

test('every step is there with why, its commands and its evidence; steps of what failed are unfolded', (t) => {
  for (const result of STORY.results) {
    const html = section(result.name);
    t.is(count(html, /<li class="step (ok|failed)">/g), result.steps.length, result.id);
    if (result.steps.length > 0)
      t.is(/<details class="steps"\s+open\s*>/.test(html), result.verdict !== 'passed', result.id);
  }
  t.true(
    section('failover').includes(
      'kwest set env -n istioinaction deployment/simple-backend-west ERROR_RATE=1',
    ),
  );
  t.true(section('failover').includes('Envoy, not Kubernetes, has put west aside.'));
});

test('what is written in events is never markup of the page', (t) => {
  const evil = `</title></text><script>alert(1)</script><img src=x onerror="a()">'&\u0007`;
  const text = eventsText(RUNS[0])
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.stringify(planted(JSON.parse(line), evil)))
    .join('\n');
  const story = storyOf(readEvents(text, 'e'));
  for (const html of [htmlText(story), compareText(story, STORY)]) {
    t.is(count(html, /<script/g), 1, 'only our own script');
    t.is(count(html, /<img/g), 0);
    t.true(html.includes('&lt;script&gt;alert(1)'));
    t.false(html.includes('\u0007'));
  }
});

/** The value with something behind every text that is for people. */
function planted(value: unknown, evil: string): unknown {
  if (Array.isArray(value))
    return value.map((part) => (typeof part === 'string' ? part + evil : planted(part, evil)));
  if (typeof value !== 'object' || value === null) return value;
  const kept = ['type', 'id', 'at', 'startedAt', 'kind', 'state', 'scenario', 'key', 'notBefore'];
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key,
      typeof part === 'string' && !kept.includes(key) ? part + evil : planted(part, evil),
    ]),
  );
}

test('the page needs nothing but itself', (t) => {
  for (const html of [PAGE, compareText(STORY, storyFixture(RUNS[1]))]) {
    t.regex(html, /Content-Security-Policy" content="default-src &#39;none&#39;/);
    t.notRegex(html, /<(link|img|iframe|object|embed)\b|\bsrc=|@import|url\(/);
    t.notRegex(html, /href="(?!#)/);
  }
});
