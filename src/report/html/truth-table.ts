import type {TruthRow} from '../events/measured.js';
import type {ScenarioStory} from '../events/story.js';
import {html, NOTHING, type Markup} from './markup.js';
import {offsetText} from './scenario-time.js';
import type {PageWords} from './words/words.js';

type Told = PageWords['truth'];

/** Who may call what, expected beside measured: a matrix for each cluster. */
export function truthTables(story: ScenarioStory, {truth: words}: PageWords): Markup {
  const tables = story.steps.flatMap(({phase, measurements}) =>
    measurements.flatMap(({measured, at}) => {
      if (measured.kind !== 'truthTable') return [];
      const clusters = [...new Set(measured.rows.map(({cluster}) => cluster))];
      return clusters.map((cluster) =>
        matrix(
          cluster,
          measured.rows.filter((row) => row.cluster === cluster),
          `${phase}, ${offsetText(story, at)}`,
          words,
        ),
      );
    }),
  );
  if (tables.length === 0) return NOTHING;
  return html`<div class="part">
    <h4>${words.heading}</h4>
    <p class="quiet">${words.how}</p>
    <div class="moments">${tables}</div>
  </div>`;
}

function matrix(cluster: string, rows: readonly TruthRow[], when: string, words: Told): Markup {
  const callers = [...new Set(rows.map(({caller}) => caller))];
  const callees = [...new Set(rows.map(({callee}) => callee))];
  return html`<table class="truth">
    <caption>
      ${words.callers(cluster)}
      <span class="time">${when}</span>
    </caption>
    <thead>
      <tr>
        <th scope="col">${words.caller}</th>
        ${callees.map((callee) => html`<th scope="col">${callee}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${callers.map(
        (caller) =>
          html`<tr>
            <th scope="row">${caller}</th>
            ${callees.map((callee) =>
              cellOf(
                rows.filter((row) => row.caller === caller && row.callee === callee),
                words,
              ),
            )}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function cellOf(rows: readonly TruthRow[], words: Told): Markup {
  if (rows.length === 0) return html`<td class="quiet">–</td>`;
  const agree = rows.every(({expected, measured}) => expected === measured);
  const texts = rows.map(({expected, measured}) =>
    expected === measured
      ? html`<span>✓ ${measured}</span> `
      : html`<b>✗ ${words.differs(measured, expected)}</b> `,
  );
  return html`<td class="${agree ? 'agree' : 'wrong'}">${texts}</td>`;
}
