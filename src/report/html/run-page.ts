import type {Verdict} from '../../scenario/result.js';
import type {Language} from '../../scenario/text.js';
import type {RunStory, ScenarioStory} from '../events/story.js';
import {totalsOf} from '../totals.js';
import {anchor, html, type Markup} from './markup.js';
import {secondsText, timeText} from './numbers.js';
import {page} from './page.js';
import {scenarioSection} from './scenario.js';
import {topology} from './topology.js';
import {badge, failuresFirst, SIGNS} from './verdicts.js';
import {pageWords} from './words/in.js';
import {toldIn, type PageWords} from './words/words.js';

/** The whole report of a run as one HTML file. Pure. */
export function htmlText(story: RunStory, language: Language = 'en'): string {
  const words = pageWords(language);
  const ordered = failuresFirst(story.results);
  const body = html`<header class="top">
      <p class="kind">eastwest · ${words.runOf(timeText(story.startedAt), story.lab)}</p>
      <h1>${headline(story, words)}</h1>
      ${counts(story, words)}
      <p class="proxy">${words.measuredWith(story.measured)}</p>
    </header>
    <main>
      <section aria-labelledby="verdicts">
        <h2 id="verdicts">${words.verdicts}</h2>
        ${overview(ordered, words)}
      </section>
      <section aria-labelledby="lab">
        <h2 id="lab">${words.lab}</h2>
        ${topology(story, words)} ${versions(story, words)}
      </section>
      <section aria-labelledby="scenarios">
        <h2 id="scenarios">${words.scenarios}</h2>
        ${ordered.map((scenario) => scenarioSection(scenario, story, words))}
      </section>
    </main>
    <footer>
      <p>
        ${words.madeFrom(story.id)}
        ${story.unknown.length === 0 ? undefined : words.unknown(story.unknown.join(', '))}
      </p>
    </footer>`;
  return page(`${headline(story, words)} · ${story.lab} · ${story.id}`, body, language);
}

/** The verdict as a sentence. */
function headline({results, finished}: RunStory, words: PageWords): string {
  return words.headline({...totalsOf(results), all: results.length, finished});
}

function counts({results, seconds}: RunStory, words: PageWords): Markup {
  const totals = totalsOf(results);
  const shown = (['failed', 'interrupted', 'skipped', 'passed'] as const satisfies readonly Verdict[]).filter(
    (verdict) => totals[verdict] > 0 || verdict === 'passed' || verdict === 'failed',
  );
  return html`<ul class="counts">
    ${shown.map((verdict) => html`<li class="${totals[verdict] === 0 ? 'zero' : verdict}"><b>${totals[verdict]}</b> <span aria-hidden="true">${SIGNS[verdict]}</span> ${words.verdict[verdict]}</li>`)}
    <li class="took"><b>${words.inAll(secondsText(seconds))}</b></li>
  </ul>`;
}

function overview(results: readonly ScenarioStory[], words: PageWords): Markup {
  return html`<table class="overview">
    <thead>
      <tr>
        <th scope="col">${words.overview.verdict}</th>
        <th scope="col">${words.overview.scenario}</th>
        <th scope="col">${words.overview.measured}</th>
        <th scope="col">${words.overview.time}</th>
      </tr>
    </thead>
    <tbody>
      ${results.map(
        ({id, title, titleIn, verdict, evidence, seconds}) =>
          html`<tr class="${verdict}">
            <td>${badge(verdict, words)}</td>
            <th scope="row">
              <a href="#${anchor('scenario', id)}">${toldIn(words, title, titleIn)}</a><code>${id}</code>
            </th>
            <td><div class="measured">${evidence}</div></td>
            <td class="number">${secondsText(seconds)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function versions({facts: {proxy, versions: parts, supply, note}}: RunStory, words: PageWords): Markup {
  const all = [['proxy', `${proxy.kind} ${proxy.version}`], ...Object.entries(parts), ['supply', supply]];
  return html`<table class="versions">
      <caption>
        ${words.versions}
      </caption>
      <thead>
        <tr>
          ${all.map(([name]) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        <tr>
          ${all.map(([, value]) => html`<td>${value}</td>`)}
        </tr>
      </tbody>
    </table>
    ${note === undefined ? undefined : html`<p class="proxy">${note}</p>`}`;
}
