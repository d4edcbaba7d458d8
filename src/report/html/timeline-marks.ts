import {html, NOTHING, type Markup} from './markup.js';
import {px} from './numbers.js';
import type {Happening} from './scenario-time.js';
import type {PageWords} from './words/words.js';

interface Band {
  readonly y: number;
  readonly height: number;
  /** Where the lanes end: every mark is a line down to there. */
  readonly bottom: number;
}

/** What happened to the lab, numbered, above the lanes; an action lasts, the rest are moments. */
export function happeningMarks(
  happenings: readonly Happening[],
  x: (seconds: number) => number,
  {y, height, bottom}: Band,
  {timeline}: PageWords,
): Markup {
  if (happenings.length === 0) return NOTHING;
  const middle = y + height / 2;
  const numbers = spread(happenings.map(({to}) => x(to)));
  const marks = happenings.map(({kind, title, from, to}, index) => {
    const [start, end] = [x(from), x(to)];
    const bar =
      kind === 'action'
        ? html`<rect
            class="bar"
            x="${px(start)}"
            y="${px(middle - 3)}"
            width="${px(Math.max(1, end - start))}"
            height="6"
          />`
        : undefined;
    return html`<g class="happening ${kind}">
      <title>${index + 1}: ${timeline.kinds[kind]}: ${title}</title>
      ${bar}
      <line x1="${px(end)}" x2="${px(end)}" y1="${px(middle)}" y2="${px(bottom)}" />
      ${flag(kind, numbers[index] ?? end, middle)}
      <text x="${px(numbers[index] ?? end)}" y="${px(middle + 4)}" text-anchor="middle">${index + 1}</text>
    </g>`;
  });
  return html`<g>
    <text class="small" x="0" y="${px(middle + 4)}">${timeline.happened}</text>
    ${marks}
  </g>`;
}

/** A round flag for what was done, a diamond for an ejection, a square for what was taken back. */
function flag(kind: Happening['kind'], x: number, y: number): Markup {
  if (kind === 'action') return html`<circle cx="${px(x)}" cy="${px(y)}" r="9" />`;
  const side = kind === 'ejection' ? 15 : 16;
  const turn = kind === 'ejection' ? ` rotate(45)` : '';
  return html`<rect
    x="${px(-side / 2)}"
    y="${px(-side / 2)}"
    width="${side}"
    height="${side}"
    rx="2"
    transform="translate(${px(x)} ${px(y)})${turn}"
  />`;
}

const PITCH = 21;

/** Flags that would lie on each other move aside, those at the right to the left. */
function spread(places: readonly number[]): readonly number[] {
  const moved = [...places];
  for (let index = 1; index < moved.length; index++)
    moved[index] = Math.max(moved[index] ?? 0, (moved[index - 1] ?? 0) + PITCH);
  const limit = 1108;
  for (let index = moved.length - 1; index >= 0; index--) {
    const next = index === moved.length - 1 ? limit + PITCH : (moved[index + 1] ?? limit);
    moved[index] = Math.min(moved[index] ?? 0, next - PITCH);
  }
  return moved;
}

/** The same marks in words, under the drawing. */
export function happeningsLegend(happenings: readonly Happening[], {timeline}: PageWords): Markup {
  if (happenings.length === 0) return NOTHING;
  return html`<ol class="happenings">
    ${happenings.map(({kind, title, from, to}) => {
      const time =
        kind === 'action' ? timeline.span(from.toFixed(1), to.toFixed(1)) : `+${from.toFixed(1)} s`;
      return html`<li class="${kind}">
        <span class="time">${time}</span> <b>${timeline.kinds[kind]}</b> ${title}
      </li>`;
    })}
  </ol>`;
}
