import type {Call} from '../../scenario/measured.js';
import type {ClusterFacts} from '../../scenario/result.js';
import type {ScenarioStory} from '../events/story.js';
import {dot} from './dots.js';
import {callsOf, lanesOf, piled, placeText, type Lane} from './lanes.js';
import {html, NOTHING, type Markup} from './markup.js';
import {millisText, px, tickStep} from './numbers.js';
import {happeningsOf, offsetOf} from './scenario-time.js';
import {happeningMarks, happeningsLegend} from './timeline-marks.js';
import type {PageWords} from './words/words.js';

const WIDTH = 1120;
const LEFT = 236;
const RIGHT = 14;
const PHASES = 26;
const HAPPENINGS = 30;
const MIN_LANE = 40;
const AXIS = 30;
const MAX_TICKS = 12;

/** Radii of a dot, each with the rows that a lane may grow to before the next smaller one is tried. */
const SIZES: readonly (readonly [number, number])[] = [
  [4.6, 7],
  [3.6, 11],
  [2.6, 17],
  [1.7, 29],
  [1.1, 41],
];

/** With more calls than this the dots say nothing when one points at them: the file would be too large. */
const MAX_TOLD = 4000;

/** Every call as a dot on one axis of time, with what was done to the lab; nothing where no call was made. */
export function timeline(
  story: ScenarioStory,
  clusters: readonly ClusterFacts[],
  id: string,
  words: PageWords,
): Markup {
  const calls = callsOf(story);
  if (calls.length === 0) return NOTHING;
  const lanes = lanesOf(calls, clusters);
  const happenings = happeningsOf(story, words);
  const last = Math.max(
    offsetOf(story, story.endedAt),
    ...happenings.map(({to}) => to),
    ...calls.map(({at, ms}) => offsetOf(story, at) + ms / 1000),
  );
  const first = Math.min(0, ...calls.map(({at}) => offsetOf(story, at)));
  const x = (seconds: number): number => LEFT + ((seconds - first) / (last - first)) * (WIDTH - LEFT - RIGHT);
  const drawn = lanes.map((lane) =>
    laneDots(
      lane,
      (call) => x(offsetOf(story, call.at)),
      calls.length <= MAX_TOLD ? (call) => callText(call, story, words) : () => undefined,
    ),
  );
  const top = PHASES + HAPPENINGS;
  const bottom = top + drawn.reduce((sum, {height}) => sum + height, 0);
  let y = top;
  const rows = lanes.map((lane, index) => {
    const {height = 0, dots = () => []} = drawn[index] ?? {};
    y += height;
    return laneRow(lane, y - height, height, dots(y - height / 2), calls.length, words);
  });
  const label = words.timeline.label(
    calls.length,
    (last - first).toFixed(1),
    lanes.map((lane) => laneText(lane, words)).join('; '),
  );
  return html`<figure class="timeline">
    <svg viewBox="0 0 ${WIDTH} ${bottom + AXIS}" role="img" aria-labelledby="${id}-label">
      <title id="${id}-label">${label}</title>
      ${phaseBands(story, x, bottom, words)} ${axis(first, last, x, bottom)} ${rows}
      ${happeningMarks(happenings, x, {y: PHASES, height: HAPPENINGS, bottom}, words)}
    </svg>
    ${happeningsLegend(happenings, words)}
    <figcaption>${words.timeline.caption}</figcaption>
  </figure>`;
}

interface LaneDots {
  readonly height: number;
  readonly dots: (middle: number) => readonly Markup[];
}

function laneDots(
  {calls, look}: Lane,
  placeOf: (call: Call) => number,
  tellOf: (call: Call) => string | undefined,
): LaneDots {
  const places = calls.map(placeOf);
  const needed = (radius: number): number => Math.max(...piled(places, 2 * radius, Infinity)) + 1;
  const [radius, most] = SIZES.find(([size, rows]) => needed(size) <= rows) ?? SIZES.at(-1) ?? [1, 1];
  const rows = piled(places, 2 * radius, most);
  const deepest = Math.max(...rows) + 1;
  const pitch = 2 * radius + 0.6;
  const dots = (middle: number): readonly Markup[] =>
    calls.map((call, index) => {
      const row = rows[index] ?? 0;
      // From the middle outwards: a pile that grows to both sides.
      const shift = row % 2 === 1 ? (row + 1) / 2 : -row / 2;
      return dot(places[index] ?? 0, middle + shift * pitch, radius, look, tellOf(call));
    });
  return {height: Math.max(MIN_LANE, deepest * pitch + 14), dots};
}

function laneRow(
  lane: Lane,
  y: number,
  height: number,
  dots: readonly Markup[],
  all: number,
  words: PageWords,
): Markup {
  const {outcome, calls} = lane;
  const middle = y + height / 2;
  const outcomeText = outcome.length > 22 ? `${outcome.slice(0, 21)}…` : outcome;
  return html`<g class="lane">
    <line class="rule" x1="0" x2="${WIDTH}" y1="${px(y)}" y2="${px(y)}" />
    <text class="who" x="0" y="${px(middle - 3)}">${placeText(lane, words)}</text>
    <text class="small" x="0" y="${px(middle + 13)}"
      >${words.timeline.count(outcomeText, calls.length, all)}</text
    >
    <g class="calls">${dots}</g>
  </g>`;
}

function laneText(lane: Lane, words: PageWords): string {
  return words.timeline.lane(lane.calls.length, placeText(lane, words), lane.outcome);
}

function callText(call: Call, story: ScenarioStory, words: PageWords): string {
  const {at, status, ms, error, reused, body} = call;
  const parts = [
    `+${offsetOf(story, at).toFixed(3)} s`,
    error ?? String(status),
    millisText(ms),
    words.timeline.reused(reused),
    body.replace(/\s+/g, ' ').slice(0, 80),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

function phaseBands(
  {phases, startedAt}: ScenarioStory,
  x: (s: number) => number,
  bottom: number,
  words: PageWords,
): Markup {
  const at = (iso: string): number => x(offsetOf({startedAt}, iso));
  const bands = phases.map(({name, at: begun, endedAt}, index) => {
    const from = at(begun);
    const width = Math.max(0, at(endedAt) - from);
    const fits = width > name.length * 7.5 + 8;
    return html`<g>
      <title>${words.timeline.phase(name)}</title>
      <rect
        class="phase${index % 2 === 0 ? '' : ' odd'}"
        x="${px(from)}"
        y="0"
        width="${px(width)}"
        height="${px(bottom)}"
      />
      ${fits ? html`<text class="phase-name" x="${px(from + 6)}" y="17">${name}</text>` : undefined}
    </g>`;
  });
  return html`<g class="phases">${bands}</g>`;
}

function axis(first: number, last: number, x: (s: number) => number, y: number): Markup {
  const step = tickStep(last - first, MAX_TICKS);
  const digits = step < 1 ? 1 : 0;
  const ticks: number[] = [];
  for (let at = Math.ceil(first / step) * step; at <= last + 1e-9; at += step) ticks.push(at);
  return html`<g class="axis">
    <line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${px(y)}" y2="${px(y)}" />
    ${ticks.map((at) => {
      const place = px(x(at));
      return html`<line x1="${place}" x2="${place}" y1="${px(y)}" y2="${px(y + 5)}" /><text
          x="${place}"
          y="${px(y + 20)}"
          text-anchor="middle"
          >${at.toFixed(digits)} s</text
        >`;
    })}
  </g>`;
}
