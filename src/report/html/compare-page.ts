import type {RunStory, ScenarioStory} from '../events/story.js';
import {measuredText, totalsOf, totalsText} from '../totals.js';
import {callsOf} from './lanes.js';
import {PARTS, partHeads} from './latencies.js';
import {compareShares} from './compare-shares.js';
import {html, type Markup} from './markup.js';
import {hasChanged, pairsOf, type Pair} from './pairs.js';
import {millisText, quantile, secondsText, timeText} from './numbers.js';
import {page} from './page.js';
import {badge} from './verdicts.js';
import {en} from './words/en.js';

/** Two runs side by side as one HTML file, in English. Pure. */
export function compareText(before: RunStory, after: RunStory): string {
  const pairs = pairsOf(before, after);
  const changed = pairs.filter(hasChanged);
  const title =
    changed.length === 0 ? 'No verdict changed' : `${changed.length} of ${pairs.length} verdicts changed`;
  const body = html`<header class="top">
      <p class="kind">eastwest · two runs side by side</p>
      <h1>${title}</h1>
      ${runsTable(before, after)}
    </header>
    <main>
      <section aria-labelledby="changes">
        <h2 id="changes">Verdicts and times</h2>
        ${verdictTable([...changed, ...pairs.filter((pair) => !hasChanged(pair))])}
      </section>
      <section aria-labelledby="answers">
        <h2 id="answers">Answers</h2>
        ${pairs.map((pair) => compareShares(pair))}
      </section>
      <section aria-labelledby="latencies">
        <h2 id="latencies">Latencies</h2>
        ${latencyTable(pairs)}
      </section>
    </main>
    <footer>
      <p>Made from <code>events.jsonl</code> of both runs. Latencies are of every call that was answered.</p>
    </footer>`;
  return page(`${title} · ${before.id} and ${after.id}`, body, en.language);
}

function runsTable(before: RunStory, after: RunStory): Markup {
  const runs = [before, after];
  const row = (name: string, of: (run: RunStory) => string): Markup => {
    const [one = '', other = ''] = runs.map(of);
    return html`<tr class="${one === other ? '' : 'differs'}">
      <th scope="row">${name}</th>
      <td>${one}</td>
      <td>${other}</td>
    </tr>`;
  };
  const versions = [...new Set(runs.flatMap((run) => Object.keys(run.versions)))];
  return html`<table class="runs">
    <thead>
      <tr>
        <td></td>
        <th scope="col">A · ${before.id}</th>
        <th scope="col">B · ${after.id}</th>
      </tr>
    </thead>
    <tbody>
      ${row('verdicts', ({results}) => totalsText(totalsOf(results)))}
      ${row('begun', ({startedAt}) => timeText(startedAt))} ${row('lab', ({lab}) => lab)}
      ${row('proxy', measuredText)} ${versions.map((name) => row(name, (run) => run.versions[name] ?? '–'))}
      ${row('time', ({seconds}) => secondsText(seconds))}
    </tbody>
  </table>`;
}

function verdictTable(pairs: readonly Pair[]): Markup {
  const cell = (story: ScenarioStory | undefined): Markup =>
    story === undefined
      ? html`<td class="quiet">not run</td>`
      : html`<td>${badge(story.verdict, en)}<span class="seen">${story.evidence}</span></td>`;
  return html`<table class="verdicts">
    <thead>
      <tr>
        <th scope="col">scenario</th>
        <th scope="col">A</th>
        <th scope="col">B</th>
        <th scope="col">time, A to B</th>
      </tr>
    </thead>
    <tbody>
      ${pairs.map(
        (pair) =>
          html`<tr class="${hasChanged(pair) ? 'differs' : ''}">
            <th scope="row">
              ${pair.title}<code>${pair.id}</code>${hasChanged(pair) ? html`<em class="mark">verdict changed</em>` : undefined}
            </th>
            ${cell(pair.before)} ${cell(pair.after)}
            <td class="number">${timeOf(pair.before)} → ${timeOf(pair.after)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function timeOf(story: ScenarioStory | undefined): string {
  return story === undefined ? '–' : secondsText(story.seconds);
}

function latencyTable(pairs: readonly Pair[]): Markup {
  const rows = pairs.flatMap(({id, before, after}) => {
    const [one, other] = [before, after].map((story) => (story === undefined ? [] : answeredMs(story)));
    if (one === undefined || other === undefined || one.length + other.length === 0) return [];
    return [
      html`<tr>
        <th scope="row"><code>${id}</code></th>
        <td class="number">${one.length} → ${other.length}</td>
        ${PARTS.map((part) => html`<td class="number">${msOf(one, part)} → ${msOf(other, part)}</td>`)}
      </tr>`,
    ];
  });
  if (rows.length === 0) return html`<p class="quiet">No calls were measured.</p>`;
  return html`<table class="latencies">
    <thead>
      <tr>
        <th scope="col">scenario</th>
        <th scope="col">calls</th>
        ${partHeads(en)}
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

function answeredMs(story: ScenarioStory): readonly number[] {
  return callsOf(story)
    .filter(({error}) => error === undefined)
    .map(({ms}) => ms);
}

function msOf(values: readonly number[], part: number): string {
  return values.length === 0 ? '–' : millisText(quantile(values, part));
}
