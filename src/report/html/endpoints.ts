import type {Endpoint} from '../../scenario/measured.js';
import type {MeasurementStory, ScenarioStory} from '../events/story.js';
import {html, NOTHING, type Markup} from './markup.js';
import {offsetText} from './scenario-time.js';
import type {PageWords} from './words/words.js';

/** What a proxy had for a service at one moment. */
interface Moment {
  readonly phase: string;
  readonly at: string;
  readonly endpoints: readonly Endpoint[];
}

type Told = PageWords['endpoints'];

interface Column {
  readonly title: 'priority' | 'locality' | 'health' | 'outlier';
  readonly of: (endpoint: Endpoint) => string;
}

const COLUMNS: readonly Column[] = [
  {title: 'priority', of: ({priority}) => String(priority)},
  {title: 'locality', of: ({locality: {region, zone}}) => (region === '' ? '–' : `${region}/${zone}`)},
  {title: 'health', of: ({health}) => health},
  {title: 'outlier', of: ({outlier}) => outlier},
];

/** The endpoints that proxies had, before and after; what changed is marked. */
export function endpoints(story: ScenarioStory, {endpoints: words}: PageWords): Markup {
  const groups = groupsOf(story);
  if (groups.length === 0) return NOTHING;
  return html`<div class="part">
    <h4>${words.heading}</h4>
    ${groups.map(([title, moments]) => groupMarkup(title, moments, story, words))}
  </div>`;
}

/** The measurements of one proxy's endpoints of one service; one that shows nothing new is left out. */
function groupsOf({steps}: ScenarioStory): readonly (readonly [string, readonly Moment[]])[] {
  const groups = new Map<string, Moment[]>();
  const found = steps.flatMap(({phase, measurements}) => measurements.map((one) => ({phase, one})));
  for (const {phase, one} of found) {
    const moment = momentOf(phase, one);
    if (moment === undefined) continue;
    const known = groups.get(one.title) ?? [];
    if (JSON.stringify(known.at(-1)?.endpoints) !== JSON.stringify(moment.endpoints)) known.push(moment);
    groups.set(one.title, known);
  }
  return [...groups];
}

function momentOf(phase: string, {at, measured}: MeasurementStory): Moment | undefined {
  if (measured.kind !== 'endpoints') return undefined;
  const sorted = [...measured.endpoints].sort((one, other) => nameOf(one).localeCompare(nameOf(other), 'en'));
  return {phase, at, endpoints: sorted};
}

function groupMarkup(title: string, moments: readonly Moment[], story: ScenarioStory, words: Told): Markup {
  return html`<h5>${title}</h5>
    <div class="moments">
      ${moments.map((moment, index) => momentTable(moment, moments[index - 1], story, words))}
    </div>`;
}

function momentTable(moment: Moment, before: Moment | undefined, story: ScenarioStory, words: Told): Markup {
  const rows = moment.endpoints.map((endpoint) => rowOf(endpoint, before, words));
  const names = new Set(moment.endpoints.map(nameOf));
  const gone = (before?.endpoints ?? []).filter((endpoint) => !names.has(nameOf(endpoint)));
  return html`<table class="endpoints">
    <caption>
      ${before === undefined ? words.first : words.then}
      <span class="time">${moment.phase}, ${offsetText(story, moment.at)}</span>
    </caption>
    <thead>
      <tr>
        <th scope="col">${words.endpoint}</th>
        ${COLUMNS.map(({title}) => html`<th scope="col">${words[title]}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows} ${gone.map((endpoint) => goneRow(endpoint, words))}
      ${
        rows.length + gone.length === 0
          ? html`<tr>
              <td colspan="5">${words.none}</td>
            </tr>`
          : undefined
      }
    </tbody>
  </table>`;
}

function rowOf(endpoint: Endpoint, before: Moment | undefined, words: Told): Markup {
  const former = before?.endpoints.find((other) => nameOf(other) === nameOf(endpoint));
  const isNew = before !== undefined && former === undefined;
  return html`<tr class="${isNew ? 'new' : ''}">
    <th scope="row">${nameOf(endpoint)}${isNew ? html` <em class="mark">${words.fresh}</em>` : undefined}</th>
    ${COLUMNS.map(({of}) => cell(of(endpoint), former === undefined ? undefined : of(former), words))}
  </tr>`;
}

function cell(text: string, former: string | undefined, words: Told): Markup {
  if (former === undefined || former === text) return html`<td>${text}</td>`;
  return html`<td class="changed">${text} <em class="mark">${words.was(former)}</em></td>`;
}

function goneRow(endpoint: Endpoint, words: Told): Markup {
  return html`<tr class="gone">
    <th scope="row"><s>${nameOf(endpoint)}</s> <em class="mark">${words.gone}</em></th>
    ${COLUMNS.map(({of}) => html`<td><s>${of(endpoint)}</s></td>`)}
  </tr>`;
}

function nameOf({address, port}: Endpoint): string {
  return `${address}:${port}`;
}
