import {SHARE} from '../../scenario/compare.js';
import type {Call} from '../../scenario/measured.js';
import type {Judged} from '../../scenario/result.js';
import type {MeasurementStory, ScenarioStory} from '../events/story.js';
import {html, NOTHING, type Markup} from './markup.js';
import {offsetText} from './scenario-time.js';
import type {PageWords} from './words/words.js';

/** One kind of answer: how often it came, and how often it should have. */
export interface ShareRow {
  readonly answer: string;
  readonly count: number;
  readonly total: number;
  readonly wanted: string;
  /** The shares that are right, from 0 to 1; undefined where any is. */
  readonly range: readonly [number, number] | undefined;
  /** Undefined where nothing was said about this answer. */
  readonly ok: boolean | undefined;
}

/** What part of the calls had each answer, measured beside expected. */
export function shares(story: ScenarioStory, {shares: words}: PageWords): Markup {
  const tables = story.steps.flatMap(({phase, measurements}) =>
    measurements.flatMap((measurement) => {
      const rows = shareRows(measurement);
      if (rows.length === 0 || measurement.superseded) return [];
      return [
        html`<table class="shares">
          <caption>
            ${measurement.title}
            <span class="time">${phase}, ${offsetText(story, measurement.at)}</span>
          </caption>
          <thead>
            <tr>
              <th scope="col">${words.answer}</th>
              <th scope="col" class="wide">${words.share}</th>
              <th scope="col">${words.measured}</th>
              <th scope="col">${words.expected}</th>
              <th scope="col">${words.judged}</th>
            </tr>
          </thead>
          <tbody>
            ${rows.map((row) => rowMarkup(row, words))}
          </tbody>
        </table>`,
      ];
    }),
  );
  if (tables.length === 0) return NOTHING;
  return html`<div class="part">
    <h4>${words.heading}</h4>
    ${tables}
  </div>`;
}

/** Pure: the rows for what calls answered, by the expectations that count answers, or by answer alone. */
export function shareRows({measured, judged}: MeasurementStory): readonly ShareRow[] {
  if (measured.kind !== 'calls') return [];
  const counted = judged.filter(({key}) => key in COUNTED);
  const {answers, calls} = measured;
  if (counted.length === 0)
    return rowsFor(
      answers,
      () => '',
      () => undefined,
    );
  return counted.flatMap((one) => (COUNTED[one.key] ?? byShare)(one, answers, calls));
}

type Rows = (judged: Judged, answers: readonly string[], calls: readonly Call[]) => readonly ShareRow[];

const byShare: Rows = ({value}, answers) =>
  rowsFor(answers, (answer) => textAt(value, answer), rangeOf, keysOf(value));

const COUNTED: Readonly<Record<string, Rows>> = {
  share: byShare,
  status: ({value}, _, calls) =>
    rowsFor(
      calls.map(({status, error}) => (error === undefined ? `status ${status}` : `no answer (${error})`)),
      (answer) => textAt(value, answer.replace(/^status /, '')),
      rangeOf,
      keysOf(value).map((code) => `status ${code}`),
    ),
  answeredBy: ({value}, answers) => {
    const wanted = Array.isArray(value) ? value.map(String) : [];
    return rowsFor(
      answers,
      (answer) => (wanted.includes(answer) ? 'some' : 'none'),
      () => undefined,
      wanted,
    ).map((row) => ({...row, ok: (row.wanted === 'some') === row.count > 0}));
  },
};

function rowsFor(
  answers: readonly string[],
  wantedOf: (answer: string) => string,
  range: (wanted: string) => ShareRow['range'],
  expected: readonly string[] = [],
): readonly ShareRow[] {
  const total = answers.length;
  return [...new Set([...expected, ...answers])].map((answer) => {
    const count = answers.filter((one) => one === answer).length;
    const wanted = wantedOf(answer);
    const right = range(wanted);
    const share = total === 0 ? 0 : count / total;
    const ok = right === undefined ? undefined : holds(wanted, share, right);
    return {answer, count, total, wanted, range: right, ok};
  });
}

/** As `share` judges it; `>` and `<` leave their bound out. */
function holds(wanted: string, share: number, [low, high]: readonly [number, number]): boolean {
  const tiny = 1e-9;
  if (/^> *\d/.test(wanted)) return share > low + tiny;
  if (/^< *\d/.test(wanted)) return share < high - tiny;
  return share >= low - tiny && share <= high + tiny;
}

/** The shares that a text such as `>= 0.9` or `20 of 20` allows. */
export function rangeOf(wanted: string): ShareRow['range'] {
  const [, operator = '==', share, count, of] = SHARE.exec(wanted) ?? [];
  const bound = share === undefined ? Number(count) / Number(of) : Number(share);
  if (!Number.isFinite(bound)) return undefined;
  if (operator.startsWith('>')) return [bound, 1];
  return operator.startsWith('<') ? [0, bound] : [bound, bound];
}

function textAt(value: unknown, key: string): string {
  const text = (value as Readonly<Record<string, unknown>>)[key];
  return typeof text === 'string' ? text : '';
}

function keysOf(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

function rowMarkup({answer, count, total, wanted, range, ok}: ShareRow, words: PageWords['shares']): Markup {
  const percent = total === 0 ? 0 : (100 * count) / total;
  const [low, high] = range ?? [0, 0];
  const width = Math.max(high - low, 0.006) * 300;
  const band =
    range === undefined
      ? undefined
      : html`<rect
          class="expected"
          x="${(Math.min(low, 0.994) * 300).toFixed(1)}"
          y="0.5"
          width="${width.toFixed(1)}"
          height="19"
        />`;
  const judgement = ok === undefined ? '–' : ok ? `✓ ${words.right}` : `✗ ${words.wrong}`;
  return html`<tr>
    <th scope="row">${answer}</th>
    <td class="wide">
      <svg class="bar" viewBox="0 0 300 20" preserveAspectRatio="none" aria-hidden="true">
        <rect class="track" x="0" y="4" width="300" height="12" />
        ${band}
        <rect
          class="measured${ok === false ? ' wrong' : ''}"
          x="0"
          y="6"
          width="${(3 * percent).toFixed(1)}"
          height="8"
        />
      </svg>
    </td>
    <td class="number">
      ${words.count(count, total)}
      <span class="quiet">(${percent.toFixed(percent % 1 === 0 ? 0 : 1)} %)</span>
    </td>
    <td>${wanted === '' ? '–' : wanted}</td>
    <td class="${ok === undefined ? 'quiet' : ok ? 'good' : 'wrong'}">${judgement}</td>
  </tr>`;
}
