import {html, NOTHING, type Markup} from './markup.js';
import {px} from './numbers.js';

/** Colour and shape of a cluster are one: nobody has to tell the colours apart. */
const SHAPES: readonly ((x: number, y: number, r: number) => string)[] = [
  (x, y, r) =>
    `M${px(x - r)} ${px(y)}a${px(r)} ${px(r)} 0 1 0 ${px(2 * r)} 0a${px(r)} ${px(r)} 0 1 0 ${px(-2 * r)} 0z`,
  (x, y, r) => `M${px(x - r * 0.9)} ${px(y - r * 0.9)}h${px(1.8 * r)}v${px(1.8 * r)}h${px(-1.8 * r)}z`,
  (x, y, r) => `M${px(x)} ${px(y - 1.1 * r)}l${px(1.1 * r)} ${px(2 * r)}h${px(-2.2 * r)}z`,
  (x, y, r) => `M${px(x)} ${px(y + 1.1 * r)}l${px(1.1 * r)} ${px(-2 * r)}h${px(-2.2 * r)}z`,
];

const DIAMOND = (x: number, y: number, r: number): string =>
  `M${px(x)} ${px(y - 1.25 * r)}l${px(1.25 * r)} ${px(1.25 * r)}l${px(-1.25 * r)} ${px(1.25 * r)}l${px(-1.25 * r)} ${px(-1.25 * r)}z`;

const CROSS = (x: number, y: number, r: number): string =>
  `M${px(x - r)} ${px(y - r)}l${px(2 * r)} ${px(2 * r)}m0 ${px(-2 * r)}l${px(-2 * r)} ${px(2 * r)}`;

/** How a call looks: by its cluster's place in the lab, -1 where it is unknown. */
export interface Look {
  readonly cluster: number;
  readonly bad: boolean;
  readonly unanswered: boolean;
}

/** One mark; hollow for an error, a cross where no answer came. `title` shows while one points at it. */
export function dot(x: number, y: number, r: number, look: Look, title?: string): Markup {
  return mark('call', x, y, r, look, title === undefined ? NOTHING : html`<title>${title}</title>`);
}

function mark(kind: string, x: number, y: number, r: number, look: Look, tip: Markup): Markup {
  return html`<path class="${kind} ${classOf(look)}${r < 3 ? ' fine' : ''}" d="${outline(look)(x, y, r)}"
    >${tip}</path
  >`;
}

function outline({cluster, unanswered}: Look): (x: number, y: number, r: number) => string {
  if (unanswered) return CROSS;
  return cluster < 0 ? DIAMOND : (SHAPES[cluster % SHAPES.length] ?? DIAMOND);
}

function classOf({cluster, bad, unanswered}: Look): string {
  const who = cluster < 0 ? 'cx' : `c${cluster % SHAPES.length}`;
  return unanswered ? 'none' : `${who}${bad ? ' bad' : ''}`;
}

/** A mark on its own, for legends. */
export function sample(look: Look): Markup {
  return html`<svg class="sample" viewBox="0 0 14 14" aria-hidden="true">
    ${mark('like', 7, 7, 4.2, look, NOTHING)}
  </svg>`;
}
