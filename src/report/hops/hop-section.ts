import {anchor, html, type Markup} from '../html/markup.js';
import {secondsText, timeText} from '../html/numbers.js';
import type {HopSummary} from './cell.js';
import {UNSEEN_WHY} from './change-rows.js';
import {flowTable, phaseTable} from './phase-table.js';
import type {HopTold, Senses} from './record.js';
import {
  CELL_SIGNS,
  changesText,
  failedText,
  gapText,
  latencyText,
  reasonTexts,
  scenariosText,
  type CellWord,
} from './words.js';

/** What a run of a hop is told from. */
export interface HopPart {
  /** What links lead to. */
  readonly id: string;
  readonly title: string;
  readonly startedAt: string;
  readonly ran: HopSummary;
  /** Left out where it came to no verdict. */
  readonly record?: HopTold;
  readonly senses: Senses;
  /** Whether what is folded away is open at once. */
  readonly open: boolean;
}

/** One run of a hop: verdict and why, figures, calls by phase and by flow, what changed. */
export function hopSection({id, title, startedAt, ran, record, senses, open}: HopPart): Markup {
  const {outcome, reasons, seconds} = ran;
  const place = placeOf(id);
  return html`<section class="scenario ${outcome}" id="${place}" aria-labelledby="${place}-title">
    <header>
      <p class="id">
        <code>${id}</code> ${hopBadge(outcome)}
        <span class="time">${secondsText(seconds)}, ${timeText(startedAt)}</span>
      </p>
      <h3 id="${place}-title">${title}</h3>
      ${reasonList(reasons)} ${record === undefined ? undefined : figureList(ran)}
    </header>
    ${record === undefined ? undefined : folded(record, ran, senses, open)}
  </section>`;
}

export function placeOf(id: string): string {
  return anchor('hop', id);
}

/** Sign and word: nobody has to tell the colours apart. */
export function hopBadge(word: CellWord): Markup {
  return html`<span class="badge ${classOf(word)}"
    ><span aria-hidden="true">${CELL_SIGNS[word]}</span> ${word}</span
  >`;
}

export function classOf(word: CellWord): string {
  return word.replace(' ', '-');
}

function reasonList(reasons: HopSummary['reasons']): Markup | undefined {
  if (reasons.length === 0) return undefined;
  return html`<ul class="reasons bad">
    ${reasonTexts(reasons).map((why) => html`<li>${why}</li>`)}
  </ul>`;
}

function figureList(summary: HopSummary): Markup {
  const {calls, mixed, known, unknown} = summary;
  const all: readonly (readonly [string, string])[] = [
    ...(calls === undefined
      ? ([['nobody called', '–']] as const)
      : ([
          ['failed calls', failedText(calls)],
          ['longest time without a good answer', gapText(calls)],
          ['p50 and p99 of the slowest', `${latencyText(calls.p50Ms)}, ${latencyText(calls.p99Ms)}`],
        ] as const)),
    ...(mixed === undefined ? [] : ([['failed while versions were mixed', failedText(mixed)]] as const)),
    ['known changes', String(known.length)],
    ['unknown changes', String(unknown.length)],
    ['scenarios', scenariosText(summary)],
  ];
  return html`<ul class="figures">
    ${all.map(([what, figure]) => html`<li><b>${figure}</b><span>${what}</span></li>`)}
  </ul>`;
}

function folded(record: HopTold, ran: HopSummary, senses: Senses, open: boolean): Markup {
  const {figures, rows} = record.verdict;
  const told = rows.filter(({level}) => level !== 'ok');
  const marked = open ? html` open` : undefined;
  return html`${
      figures === null
        ? undefined
        : html`<details ${marked}>
              <summary>Calls, phase by phase</summary>
              ${phaseTable(record)}
            </details>
            <details>
              <summary>Calls, flow by flow</summary>
              ${flowTable(figures)}
            </details>`
    }
    <details ${marked}>
      <summary>What changed: ${changesText(ran)}</summary>
      ${changes(ran, senses)} ${unobserved(record)}
    </details>
    ${
      told.length === 0
        ? undefined
        : html`<details>
            <summary>Checks afterwards that found something: ${told.length}</summary>
            <ul class="reasons">
              ${told.map(({code, what, seen, remedy}) => html`<li><b>${what}</b>: ${seen} <code>${code}</code>${remedy === undefined ? '' : `; remedy: ${remedy}`}</li>`)}
            </ul>
          </details>`
    }`;
}

function changes({known, unknown, verdicts, figures}: HopSummary, senses: Senses): Markup {
  if (known.length + unknown.length + verdicts.length + figures.length === 0)
    return html`<p class="quiet">Nothing of what was looked at.</p>`;
  return html`${badList('verdicts of scenarios', verdicts)} ${badList('figures of scenarios', figures)}
  ${badList('unknown', unknown)}
  ${
    known.length === 0
      ? undefined
      : html`<h5>known</h5>
          <dl class="known">
            ${known.map(
              ({name, alarm, allowed, states}) =>
                html`<dt>
                    <code>${name}</code> <span class="quiet">${states.join(', ')}</span>
                    ${alarm ? html`<em class="mark">not allowed</em>` : undefined}
                    ${allowed ? html`<em class="mark">allowed</em>` : undefined}
                  </dt>
                  <dd>${senses[name] ?? ''}</dd>`,
            )}
          </dl>`
  }`;
}

function badList(title: string, texts: readonly string[]): Markup | undefined {
  if (texts.length === 0) return undefined;
  return html`<h5>${title}</h5>
    <ul class="reasons bad">
      ${texts.map((one) => html`<li>${one}</li>`)}
    </ul>`;
}

/** What the release does as well, and what is said of it here nobody could see. */
function unobserved({differences}: HopTold): Markup | undefined {
  const all = [
    ...(differences?.notObservable ?? []).map((one) => ({...one, why: UNSEEN_WHY.proxy})),
    ...(differences?.unseen ?? []).map((one) => ({...one, why: UNSEEN_WHY.configuration})),
  ];
  if (all.length === 0) return undefined;
  return html`<h5>the hop brings these as well, which could not be seen here</h5>
    <dl class="known">
      ${all.map(
        ({name, sense, why}) =>
          html`<dt><code>${name}</code><em class="mark">${why}</em></dt>
            <dd>${sense}</dd>`,
      )}
    </dl>`;
}
