import {html} from '../html/markup.js';
import {secondsText, timeText} from '../html/numbers.js';
import {page} from '../html/page.js';
import {measuredText} from '../totals.js';
import {hopSection} from './hop-section.js';
import type {HopTold, Senses} from './record.js';
import {HOPS_STYLE} from './style.js';
import {hopHeadline, summaryOf} from './summary.js';

/** What a report of one hop is made from. */
export interface HopReport {
  /** Name of its folder. */
  readonly id: string;
  /** Where the lab's parts came from. */
  readonly supply: string;
  readonly record: HopTold;
  readonly senses: Senses;
}

/** One hop as one HTML file, in English. Pure. */
export function hopPage({id, supply, record, senses}: HopReport): string {
  const {proxy, startedAt, resumed, verdict, seconds} = record;
  const title = hopHeadline(record);
  const notes = [
    ...(resumed ? ['It had been begun before: what was seen then stands in the folder of that run.'] : []),
    ...(verdict.now === 'back' ? ['The mesh is back where it came from.'] : []),
  ];
  const body = html`<header class="top">
      <p class="kind">eastwest · a hop between versions of Istio · ${timeText(startedAt)}</p>
      <h1>${title}</h1>
      <p class="proxy">${measuredText({measured: {supply, proxy}})}; ${secondsText(seconds)} in all</p>
      ${notes.map((note) => html`<p class="proxy">${note}</p>`)}
    </header>
    <main>
      ${hopSection({id, title: 'How it went', startedAt, ran: summaryOf(record), record, senses, open: true})}
    </main>
    <footer>
      <p>Made from <code>hop.json</code> of the folder ${id}.</p>
    </footer>`;
  return page(title, body, 'en', HOPS_STYLE);
}
