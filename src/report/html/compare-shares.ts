import type {MeasurementStory, ScenarioStory} from '../events/story.js';
import type {Pair} from './pairs.js';
import {html, NOTHING, type Markup} from './markup.js';
import {shareRows, type ShareRow} from './shares.js';

interface SidedRow {
  readonly answer: string;
  readonly wanted: string;
  readonly before: ShareRow | undefined;
  readonly after: ShareRow | undefined;
}

/** What part of the calls of each measurement had each answer, in both runs. */
export function compareShares({id, title, before, after}: Pair): Markup {
  const [one, other] = [callMeasurements(before), callMeasurements(after)];
  const keys = [...new Set([...other.keys(), ...one.keys()])];
  if (keys.length === 0) return NOTHING;
  return html`<section class="part">
    <h3>${title} <code>${id}</code></h3>
    ${keys.map((key) => table(key, sided(one.get(key), other.get(key))))}
  </section>`;
}

/** By phase and title; a measurement that comes twice under one name is numbered. */
function callMeasurements(story: ScenarioStory | undefined): ReadonlyMap<string, MeasurementStory> {
  const found = new Map<string, MeasurementStory>();
  for (const {phase, measurements} of story?.steps ?? [])
    for (const measurement of measurements) {
      if (measurement.measured.kind !== 'calls' || measurement.superseded) continue;
      const name = `${phase}: ${measurement.title}`;
      const again = [...found.keys()].filter((key) => key.startsWith(name)).length;
      found.set(again === 0 ? name : `${name} (${again + 1})`, measurement);
    }
  return found;
}

function sided(one: MeasurementStory | undefined, other: MeasurementStory | undefined): readonly SidedRow[] {
  const [before, after] = [one, other].map((measurement) =>
    measurement === undefined ? [] : shareRows(measurement),
  );
  const answers = [...new Set([...(after ?? []), ...(before ?? [])].map(({answer}) => answer))];
  return answers.map((answer) => {
    const sides = [before, after].map((rows) => rows?.find((row) => row.answer === answer));
    return {answer, wanted: (sides[1] ?? sides[0])?.wanted ?? '', before: sides[0], after: sides[1]};
  });
}

function table(name: string, rows: readonly SidedRow[]): Markup {
  return html`<table class="shares">
    <caption>
      ${name}
    </caption>
    <thead>
      <tr>
        <th scope="col">answer</th>
        <th scope="col" class="wide">share, A above B</th>
        <th scope="col">A</th>
        <th scope="col">B</th>
        <th scope="col">expected</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ({answer, wanted, before, after}) =>
          html`<tr>
            <th scope="row">${answer}</th>
            <td class="wide">
              <svg class="bar" viewBox="0 0 300 20" preserveAspectRatio="none" aria-hidden="true">
                <rect class="track" x="0" y="2" width="300" height="16" />
                <rect class="measured former" x="0" y="2" width="${lengthOf(before)}" height="7" />
                <rect class="measured" x="0" y="11" width="${lengthOf(after)}" height="7" />
              </svg>
            </td>
            <td class="number">${countOf(before)}</td>
            <td class="number">${countOf(after)}</td>
            <td>${wanted === '' ? '–' : wanted}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function lengthOf(row: ShareRow | undefined): string {
  return row === undefined || row.total === 0 ? '0' : ((300 * row.count) / row.total).toFixed(1);
}

function countOf(row: ShareRow | undefined): string {
  return row === undefined ? '–' : `${row.count} of ${row.total}`;
}
