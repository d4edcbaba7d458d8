import type {Verdict} from '../../scenario/result.js';
import type {RunStory, ScenarioStory} from '../events/story.js';
import {measuredText, totalsOf} from '../totals.js';
import {anchor, html, type Markup} from './markup.js';
import {secondsText, timeText} from './numbers.js';
import {page} from './page.js';
import {scenarioSection} from './scenario.js';
import {topology} from './topology.js';
import {badge, failuresFirst, SIGNS} from './verdicts.js';

/** The whole report of a run as one HTML file. Pure. */
export function htmlText(story: RunStory): string {
  const ordered = failuresFirst(story.results);
  const {supply, proxy} = story.measured;
  const body = html`<header class="top">
      <p class="kind">eastwest · run of ${timeText(story.startedAt)} · lab ${story.lab}</p>
      <h1>${headline(story)}</h1>
      ${counts(story)}
      <p class="proxy">${measuredText({measured: {supply, proxy}})}</p>
    </header>
    <main>
      <section aria-labelledby="verdicts">
        <h2 id="verdicts">Verdicts</h2>
        ${overview(ordered)}
      </section>
      <section aria-labelledby="lab">
        <h2 id="lab">The lab</h2>
        ${topology(story)} ${versions(story)}
      </section>
      <section aria-labelledby="scenarios">
        <h2 id="scenarios">The scenarios</h2>
        ${ordered.map((scenario) => scenarioSection(scenario, story))}
      </section>
    </main>
    <footer>
      <p>
        Made from <code>events.jsonl</code> of run <code>${story.id}</code>, which holds everything that was
        measured; <code>eastwest report ${story.id}</code> makes it again.
        ${story.unknown.length === 0 ? undefined : html`Events of kinds that this version does not know are not shown: ${story.unknown.join(', ')}.`}
      </p>
    </footer>`;
  return page(`${headline(story)} · ${story.lab} · ${story.id}`, body);
}

/** The verdict as a sentence. */
export function headline({results, finished}: Pick<RunStory, 'results' | 'finished'>): string {
  const {passed, failed, interrupted} = totalsOf(results);
  const all = results.length;
  const scenarios = all === 1 ? 'scenario' : 'scenarios';
  const unfinished = finished ? '' : '; the run did not end';
  if (failed > 0) return `${failed} of ${all} ${scenarios} failed${unfinished}`;
  if (interrupted > 0) return `${passed} of ${all} ${scenarios} passed, the run was interrupted`;
  if (passed === all && all > 0)
    return `${all === 1 ? 'The one scenario' : `All ${all} scenarios`} passed${unfinished}`;
  return `${passed} of ${all} ${scenarios} passed, none failed${unfinished}`;
}

function counts({results, seconds}: RunStory): Markup {
  const totals = totalsOf(results);
  const shown = (['failed', 'interrupted', 'skipped', 'passed'] as const satisfies readonly Verdict[]).filter(
    (verdict) => totals[verdict] > 0 || verdict === 'passed' || verdict === 'failed',
  );
  return html`<ul class="counts">
    ${shown.map((verdict) => html`<li class="${totals[verdict] === 0 ? 'zero' : verdict}"><b>${totals[verdict]}</b> <span aria-hidden="true">${SIGNS[verdict]}</span> ${verdict}</li>`)}
    <li class="took"><b>${secondsText(seconds)}</b> in all</li>
  </ul>`;
}

function overview(results: readonly ScenarioStory[]): Markup {
  return html`<table class="overview">
    <thead>
      <tr>
        <th scope="col">verdict</th>
        <th scope="col">scenario</th>
        <th scope="col">what was measured</th>
        <th scope="col">time</th>
      </tr>
    </thead>
    <tbody>
      ${results.map(
        ({id, title, verdict, evidence, seconds}) =>
          html`<tr class="${verdict}">
            <td>${badge(verdict)}</td>
            <th scope="row"><a href="#${anchor('scenario', id)}">${title}</a><code>${id}</code></th>
            <td>${evidence}</td>
            <td class="number">${secondsText(seconds)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function versions({facts: {proxy, versions: parts, supply, note}}: RunStory): Markup {
  const all = [['proxy', `${proxy.kind} ${proxy.version}`], ...Object.entries(parts), ['supply', supply]];
  return html`<table class="versions">
      <caption>
        Versions, and which proxy
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
