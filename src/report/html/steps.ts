import type {ScenarioStory, StepStory} from '../events/story.js';
import {html, type Markup} from './markup.js';
import {secondsText} from './numbers.js';
import {offsetText} from './scenario-time.js';

/** Every step with why, what, the commands for it, and what was seen; shown at once where something failed. */
export function steps(story: ScenarioStory): Markup {
  const {steps: all, verdict, cutShort} = story;
  if (all.length === 0 && cutShort === undefined) return html`<p class="quiet">No step was begun.</p>`;
  const phases = [...new Set(all.map(({phase}) => phase))];
  const count = `${all.length} ${all.length === 1 ? 'step' : 'steps'} in ${phases.length} ${phases.length === 1 ? 'phase' : 'phases'}`;
  return html`<details class="steps" ${verdict === 'passed' ? undefined : html` open`}>
    <summary>Every step, with its commands: ${count}</summary>
    ${phases.map(
      (phase) =>
        html`<h5>phase <b>${phase}</b></h5>
          <ol>
            ${all.filter((step) => step.phase === phase).map((step) => stepMarkup(step, story))}
          </ol>`,
    )}
    ${cutShort === undefined ? undefined : html`<p class="cut"><b>Ended in the midst of</b> ${cutShort.title} (${cutShort.phase})${cutShort.seen === '' ? '' : `; last seen: ${cutShort.seen}`}</p>`}
    ${undoneMarkup(story)}
  </details>`;
}

function stepMarkup(step: StepStory, story: ScenarioStory): Markup {
  const {title, explain, ok, evidence, wanted, seconds, kind, commands, at} = step;
  return html`<li class="step ${ok ? 'ok' : 'failed'}">
    <p class="why">${explain}</p>
    <p class="what">
      <span class="sign" aria-hidden="true">${ok ? '✓' : '✗'}</span>
      <b>${ok ? (kind === 'action' ? 'done' : 'holds') : 'failed'}</b> ${title}
      <span class="time">${offsetText(story, at)}, took ${secondsText(seconds)}</span>
    </p>
    ${commands.length === 0 ? undefined : html`<pre><code>${commands.join('\n')}</code></pre>`}
    <p class="seen">
      ${wanted === undefined ? undefined : html`<span class="label">measured</span> `}${evidence}
    </p>
    ${wanted === undefined ? undefined : html`<p class="wanted"><span class="label">wanted</span> ${wanted}</p>`}
  </li>`;
}

function undoneMarkup(story: ScenarioStory): Markup | undefined {
  if (story.undone.length === 0) return undefined;
  return html`<h5>taken back at the end</h5>
    <ul class="undone">
      ${story.undone.map(({title, at}) => html`<li>${title} <span class="time">${offsetText(story, at)}</span></li>`)}
    </ul>`;
}
