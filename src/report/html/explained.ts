import type {CheckReport, Explanation} from '../../findings/index.js';
import type {ScenarioStory} from '../events/story.js';
import {html, type Markup} from './markup.js';
import type {PageWords} from './words/words.js';

/** What `explain` said when the scenario had failed: the first broken link first, then the whole chain. */
export function explained({explained: explanation}: ScenarioStory, words: PageWords): Markup | undefined {
  if (explanation === undefined) return undefined;
  const {heading, check, looked, seen, verdict} = words.explained;
  return html`<section class="part explained">
    <h4>${heading}</h4>
    ${finding(explanation, words)}
    <details ${explanation.verdict === 'healthy' ? undefined : html` open`}>
      <summary>${words.explained.check}: ${explanation.checks.length}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">${check}</th>
            <th scope="col">${verdict}</th>
            <th scope="col">${looked}</th>
            <th scope="col">${seen}</th>
          </tr>
        </thead>
        <tbody>
          ${explanation.checks.map((one) => row(one, words))}
        </tbody>
      </table>
    </details>
  </section>`;
}

function finding({finding: found, verdict, checks}: Explanation, words: PageWords): Markup {
  if (found === undefined) {
    const open = checks.find(({state}) => state === 'unknown');
    const said =
      verdict === 'healthy' ? words.explained.healthy : `${open?.title ?? ''}: ${open?.reason ?? ''}`;
    return html`<p class="cause">${said}</p>`;
  }
  return html`<p class="cause"><b>${found.title}</b> <code>${found.code}</code></p>
    <p class="cause">${found.cause}</p>
    <p class="quiet">${words.explained.remedy}</p>
    <pre><code>${found.remedy.join('\n')}</code></pre>
    <p class="quiet">${words.explained.page} <code>${found.page}</code></p>`;
}

function row({title, state, looked, evidence, reason}: CheckReport, words: PageWords): Markup {
  return html`<tr class="${state}">
    <th scope="row">${title}</th>
    <td>${words.explained.state[state]}</td>
    <td>${looked}</td>
    <td>
      ${evidence.map(({of, seen}) => html`<span class="seen"><b>${of}</b> ${seen}</span>`)}
      ${reason === undefined ? undefined : html`<span class="seen">${reason}</span>`}
    </td>
  </tr>`;
}
