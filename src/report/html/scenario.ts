import type {RunStory, ScenarioStory} from '../events/story.js';
import {certificates} from './certificates.js';
import {endpoints} from './endpoints.js';
import {latencies} from './latencies.js';
import {anchor, html, type Markup} from './markup.js';
import {secondsText} from './numbers.js';
import {shares} from './shares.js';
import {steps} from './steps.js';
import {timeline} from './timeline.js';
import {truthTables} from './truth-table.js';
import {badge} from './verdicts.js';

/** One scenario: its claim and verdict, what was seen as pictures and tables, and how it went step by step. */
export function scenarioSection(story: ScenarioStory, {facts: {clusters}}: RunStory): Markup {
  const {id, title, verdict, evidence, seconds, leftBehind} = story;
  const place = anchor('scenario', id);
  return html`<section class="scenario ${verdict}" id="${place}" aria-labelledby="${place}-title">
    <header>
      <p class="id"><code>${id}</code> ${badge(verdict)} <span class="time">${secondsText(seconds)}</span></p>
      <h3 id="${place}-title">${title}</h3>
      <p class="evidence">${evidence}</p>
      ${leftBehind.length === 0 ? undefined : html`<p class="left">Left behind: ${leftBehind.join('; ')}</p>`}
    </header>
    ${timeline(story, clusters, place)} ${latencies(story, clusters)} ${shares(story)} ${endpoints(story)}
    ${certificates(story)} ${truthTables(story)} ${steps(story)}
  </section>`;
}
