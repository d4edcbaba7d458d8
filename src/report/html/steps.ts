import type {ScenarioStory, StepStory} from '../events/story.js';
import {html, type Markup} from './markup.js';
import {secondsText} from './numbers.js';
import {offsetText} from './scenario-time.js';
import {toldIn, type PageWords} from './words/words.js';

/** Every step with why, what, the commands for it, and what was seen; shown at once where something failed. */
export function steps(story: ScenarioStory, words: PageWords): Markup {
  const {steps: all, verdict, cutShort} = story;
  if (all.length === 0 && cutShort === undefined) return html`<p class="quiet">${words.steps.none}</p>`;
  const phases = [...new Set(all.map(({phase}) => phase))];
  return html`<details class="steps" ${verdict === 'passed' ? undefined : html` open`}>
    <summary>${words.steps.summary(all.length, phases.length)}</summary>
    ${phases.map(
      (phase) =>
        html`<h5>${words.steps.phase} <b>${phase}</b></h5>
          <ol>
            ${all.filter((step) => step.phase === phase).map((step) => stepMarkup(step, story, words))}
          </ol>`,
    )}
    ${cutShort === undefined ? undefined : html`<p class="cut"><b>${words.steps.cut}</b> ${cutShort.title} (${cutShort.phase})${cutShort.seen === '' ? '' : `; ${words.steps.lastSeen(cutShort.seen)}`}</p>`}
    ${undoneMarkup(story, words)}
  </details>`;
}

function stepMarkup(step: StepStory, story: ScenarioStory, words: PageWords): Markup {
  const {title, explain, explainIn, ok, evidence, wanted, seconds, kind, commands, at} = step;
  return html`<li class="step ${ok ? 'ok' : 'failed'}">
    <p class="why">${toldIn(words, explain, explainIn)}</p>
    <p class="what">
      <span class="sign" aria-hidden="true">${ok ? '✓' : '✗'}</span>
      <b>${words.steps[ok ? (kind === 'action' ? 'done' : 'holds') : 'failed']}</b> ${title}
      <span class="time">${words.steps.took(offsetText(story, at), secondsText(seconds))}</span>
    </p>
    ${commands.length === 0 ? undefined : html`<pre><code>${commands.join('\n')}</code></pre>`}
    <p class="seen">
      ${wanted === undefined ? undefined : html`<span class="label">${words.steps.measured}</span> `}${evidence}
    </p>
    ${wanted === undefined ? undefined : html`<p class="wanted"><span class="label">${words.steps.wanted}</span> ${wanted}</p>`}
  </li>`;
}

function undoneMarkup(story: ScenarioStory, words: PageWords): Markup | undefined {
  if (story.undone.length === 0) return undefined;
  return html`<h5>${words.steps.undone}</h5>
    <ul class="undone">
      ${story.undone.map(({title, at}) => html`<li>${title} <span class="time">${offsetText(story, at)}</span></li>`)}
    </ul>`;
}
