import type {RunStory, ScenarioStory} from '../events/story.js';
import {certificates} from './certificates.js';
import {endpoints} from './endpoints.js';
import {explained} from './explained.js';
import {latencies} from './latencies.js';
import {anchor, html, type Markup} from './markup.js';
import {secondsText} from './numbers.js';
import {shares} from './shares.js';
import {steps} from './steps.js';
import {timeline} from './timeline.js';
import {truthTables} from './truth-table.js';
import {badge} from './verdicts.js';
import {toldIn, type PageWords} from './words/words.js';

/** One scenario: its claim and verdict, what was seen as pictures and tables, and how it went step by step. */
export function scenarioSection(
  story: ScenarioStory,
  {facts: {clusters}}: RunStory,
  words: PageWords,
): Markup {
  const {id, title, titleIn, verdict, evidence, seconds, leftBehind} = story;
  const place = anchor('scenario', id);
  return html`<section class="scenario ${verdict}" id="${place}" aria-labelledby="${place}-title">
    <header>
      <p class="id">
        <code>${id}</code> ${badge(verdict, words)} <span class="time">${secondsText(seconds)}</span>
      </p>
      <h3 id="${place}-title">${toldIn(words, title, titleIn)}</h3>
      <p class="evidence">${evidence}</p>
      ${leftBehind.length === 0 ? undefined : html`<p class="left">${words.leftBehind(leftBehind.join('; '))}</p>`}
    </header>
    ${explained(story, words)} ${timeline(story, clusters, place, words)} ${latencies(story, clusters, words)}
    ${shares(story, words)} ${endpoints(story, words)} ${certificates(story, words)}
    ${truthTables(story, words)} ${steps(story, words)}
  </section>`;
}
