import type {TrafficFigures} from '../../traffic/figures.js';
import {html, type Markup} from '../html/markup.js';
import {millisText} from '../html/numbers.js';
import type {HopTold} from './record.js';
import {PHASE_HEADER, phaseRows} from './rows.js';
import {callsIn, isJudged} from './summary.js';
import {failedText, gapText, latencyText} from './words.js';

const FAILED = PHASE_HEADER.indexOf('failed');

/** All flows together, a row for each phase. */
export function phaseTable(record: HopTold): Markup {
  return html`<table class="phases">
    <thead>
      <tr>
        ${PHASE_HEADER.map((name) => html`<th scope="col">${name}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${phaseRows(record).map(
        ({phase, judged, failed, cells: [, ...figures]}) =>
          html`<tr class="${judged ? '' : 'aside'}">
            <th scope="row">${phase}${judged ? undefined : html` <em>not judged</em>`}</th>
            ${figures.map((figure, place) => cell(figure, judged && failed > 0 && place + 1 === FAILED))}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** The judged phases together, a row for each flow. */
export function flowTable(figures: TrafficFigures): Markup {
  const phases = figures.phases.filter(isJudged);
  return html`<table class="flows">
    <thead>
      <tr>
        ${['from', 'to', 'connections', 'retries', 'failed', 'longest gap', 'p50', 'p99', 'caller late by'].map((name) => html`<th scope="col">${name}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${figures.flows.map((one) => {
        const {flow} = one;
        const total = callsIn({...figures, flows: [one]}, phases);
        const lateMs = Math.max(0, ...phases.map((phase) => one.phases[phase]?.lateMs ?? 0));
        return html`<tr>
          <th scope="row">${flow.from}</th>
          <td>${flow.to}</td>
          <td>${flow.connection}</td>
          <td>${flow.retries}</td>
          ${cell(failedText(total), total.failed > 0)} ${cell(gapText(total), false)}
          ${cell(latencyText(total.p50Ms), false)} ${cell(latencyText(total.p99Ms), false)}
          ${cell(millisText(lateMs), false)}
        </tr>`;
      })}
    </tbody>
  </table>`;
}

function cell(figure: string, bad: boolean): Markup {
  return html`<td class="number${bad ? ' bad' : ''}">${figure}</td>`;
}
