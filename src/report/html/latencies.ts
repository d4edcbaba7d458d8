import type {ClusterFacts} from '../../scenario/result.js';
import type {ScenarioStory} from '../events/story.js';
import {sample} from './dots.js';
import {callsOf, lanesOf, placeText} from './lanes.js';
import {html, NOTHING, type Markup} from './markup.js';
import {millisText, quantile} from './numbers.js';
import type {PageWords} from './words/words.js';

/** The parts of all calls whose latency is told; the last one is the slowest call. */
export const PARTS = [0.5, 0.9, 0.99, 1] as const;

/** The heads of the columns of these parts. */
export function partHeads({latencies}: Pick<PageWords, 'latencies'>): readonly Markup[] {
  return PARTS.map(
    (part) => html`<th scope="col">${part === 1 ? latencies.slowest : `p${Math.round(part * 100)}`}</th>`,
  );
}

/** Who answered, how often and how soon: the timeline as a table. */
export function latencies(story: ScenarioStory, clusters: readonly ClusterFacts[], words: PageWords): Markup {
  const calls = callsOf(story);
  if (calls.length === 0) return NOTHING;
  const rows = lanesOf(calls, clusters).map(({cluster, who, outcome, look, calls: its}) => {
    const ms = its.map((call) => call.ms);
    return html`<tr>
      <th scope="row">${sample(look)} ${placeText({cluster, who}, words)}</th>
      <td>${outcome}</td>
      <td class="number">${its.length}</td>
      ${PARTS.map((part) => html`<td class="number">${millisText(quantile(ms, part))}</td>`)}
      <td class="number">${its.filter(({reused}) => !reused).length}</td>
    </tr>`;
  });
  return html`<table class="latencies">
    <caption>
      ${words.latencies.caption}
    </caption>
    <thead>
      <tr>
        <th scope="col">${words.latencies.by}</th>
        <th scope="col">${words.latencies.outcome}</th>
        <th scope="col">${words.latencies.calls}</th>
        ${partHeads(words)}
        <th scope="col">${words.latencies.fresh}</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}
