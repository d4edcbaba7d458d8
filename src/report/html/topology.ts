import type {ClusterFacts} from '../../scenario/result.js';
import type {RunStory} from '../events/story.js';
import {callsOf} from './lanes.js';
import {html, type Markup} from './markup.js';
import {px} from './numbers.js';
import {responderOf} from './responders.js';
import type {PageWords} from './words/words.js';

const WIDTH = 1120;
const CLIENT = 132;
const GAP = 124;
const BUS = 34;
const TOP = 96;
const ROW = 30;
/** Clusters beside each other; more of them stand in rows below, on the same network. */
const ABREAST = 2;
const COLUMN = (WIDTH - CLIENT - 42 - GAP * (ABREAST - 1)) / ABREAST;
/** Between the client and the first cluster, where the network goes on to the rows below. */
const TURN = CLIENT + 20;
const COLOURS = 4;

type Drawn = PageWords['topology'];

interface Place {
  readonly cluster: ClusterFacts;
  readonly index: number;
  readonly x: number;
  readonly width: number;
  readonly height: number;
}

/** The lab as a drawing: client, clusters, gateways with their real addresses, and who answered how often. */
export function topology({facts, results}: RunStory, {topology: words}: PageWords): Markup {
  const {clusters, client, dockerNetwork, meshId} = facts;
  const most = Math.max(0, ...clusters.map(({deployments}) => deployments.length));
  const height = 150 + most * ROW;
  const places = clusters.map((cluster, index): Place => {
    return {cluster, index, x: CLIENT + 40 + (index % ABREAST) * (COLUMN + GAP), width: COLUMN, height};
  });
  const pitch = TOP + height;
  const rows = Array.from({length: Math.ceil(clusters.length / ABREAST)}, (_, row) => ({
    y: row * pitch,
    places: places.slice(row * ABREAST, (row + 1) * ABREAST),
  }));
  const bottom = rows.length * pitch;
  const answers = answersOf({facts, results});
  const label = words.label(client, clusters.map(({name}) => name).join(', '), dockerNetwork, meshId);
  return html`<figure class="topology">
    <svg
      viewBox="0 0 ${WIDTH} ${bottom + (clusters.length > ABREAST ? 54 : 34)}"
      role="img"
      aria-labelledby="topology-label"
    >
      <title id="topology-label">${label}</title>
      <line class="bus" x1="20" x2="${WIDTH - 20}" y1="${BUS}" y2="${BUS}" />
      <text class="small" x="20" y="${BUS - 12}">${words.network(dockerNetwork)}</text>
      <line class="wire" x1="${CLIENT / 2}" x2="${CLIENT / 2}" y1="${BUS}" y2="${TOP - 28}" />
      <rect class="node" x="4" y="${TOP - 28}" width="${CLIENT - 8}" height="56" rx="6" />
      <text class="name" x="${CLIENT / 2}" y="${TOP - 5}" text-anchor="middle">${client}</text>
      <text class="small" x="${CLIENT / 2}" y="${TOP + 15}" text-anchor="middle">${words.outside}</text>
      ${rows.slice(1).map(({y}) => html`<path class="bus" d="M${TURN} ${BUS}V${y + BUS}H${WIDTH - 20}" />`)}
      ${rows.map(
        ({y, places: its}) =>
          html`<g transform="translate(0 ${y})">
            ${its.map((place) => clusterBox(place, answers, words))}
            ${its.slice(1).map((place) => between(place, words))}
          </g>`,
      )}
      <text class="small" x="${CLIENT + 40}" y="${bottom + 24}">${words.mesh(meshId)}</text>
      ${clusters.length > ABREAST ? html`<text class="small" x="${CLIENT + 40}" y="${bottom + 44}">${words.everyPair}</text>` : undefined}
    </svg>
  </figure>`;
}

function clusterBox({cluster, index, x, width, height}: Place, answers: Answers, words: Drawn): Markup {
  const {name, istioName, network, locality, podSubnet, intermediate, addresses, deployments} = cluster;
  const half = (width - 42) / 2;
  const east = addresses.eastWestGateway;
  return html`<g class="cluster k${index % COLOURS}">
    <rect class="frame" x="${px(x)}" y="${TOP}" width="${px(width)}" height="${height}" rx="8" />
    ${gateway(x + 14, half, words.ingress, addresses.ingress ?? words.unseen)}
    ${gateway(x + 28 + half, half, words.eastWest, east === undefined ? words.unseen : `${east}:15443`)}
    <text class="title" x="${px(x + 14)}" y="${TOP + 66}">${name}</text>
    <text class="small" x="${px(x + width - 14)}" y="${TOP + 54}" text-anchor="end"
      >${istioName} · ${network}</text
    >
    <text class="small" x="${px(x + width - 14)}" y="${TOP + 70}" text-anchor="end">
      ${locality.region}/${locality.zone} · ${words.pods} ${podSubnet}
    </text>
    <rect class="node" x="${px(x + 14)}" y="${TOP + 84}" width="${px(width - 28)}" height="48" rx="6" />
    <text class="name" x="${px(x + 26)}" y="${TOP + 104}">istiod</text>
    <text class="small" x="${px(x + 26)}" y="${TOP + 122}">CA ${intermediate}</text>
    ${deployments.map((deployment, row) =>
      workload(deployment, answers.get(`${name}/${deployment}`), x, TOP + 144 + row * ROW, width, words),
    )}
  </g>`;
}

/** Stands in the cluster's edge: it is where one enters. */
function gateway(x: number, width: number, title: string, address: string): Markup {
  const middle = px(x + width / 2);
  return html`<line class="wire" x1="${middle}" x2="${middle}" y1="${BUS}" y2="${TOP - 28}" />
    <circle class="joint" cx="${middle}" cy="${BUS}" r="4" />
    <rect class="node" x="${px(x)}" y="${TOP - 28}" width="${px(width)}" height="56" rx="6" />
    <text class="name" x="${middle}" y="${TOP - 5}" text-anchor="middle">${title}</text>
    <text class="address" x="${middle}" y="${TOP + 16}" text-anchor="middle">${address}</text>`;
}

function workload(
  name: string,
  answered: number | undefined,
  x: number,
  y: number,
  width: number,
  words: Drawn,
): Markup {
  const count =
    answered === undefined
      ? undefined
      : html`<text class="small" x="${px(x + width - 26)}" y="${y + 16}" text-anchor="end"
          >${words.answers(answered)}</text
        >`;
  return html`<g class="workload">
    <rect x="${px(x + 14)}" y="${y}" width="${px(width - 28)}" height="24" rx="12" />
    <text class="pod" x="${px(x + 28)}" y="${y + 16}">${name}</text>
    ${count}
  </g>`;
}

/** What goes on between a cluster and the one beside it. */
function between({x}: Place, words: Drawn): Markup {
  const [from, to, middle] = [x - GAP + 4, x - 4, x - GAP / 2];
  const link = (y: number, title: string, more: string, kind: string): Markup =>
    html`<path class="link ${kind}" d="M${px(from + 7)} ${y}H${px(to - 7)}" />
      <path class="tip" d="M${px(from)} ${y}l9 -4.5v9zM${px(to)} ${y}l-9 -4.5v9z" />
      <text class="name" x="${px(middle)}" y="${y - 9}" text-anchor="middle">${title}</text>
      <text class="small" x="${px(middle)}" y="${y + 19}" text-anchor="middle">${more}</text>`;
  return html`<g>
    ${link(TOP + 56, 'mTLS', words.toPort, 'calls')} ${link(TOP + 114, words.discovery, words.reads, 'reads')}
  </g>`;
}

type Answers = ReadonlyMap<string, number>;

/** How many calls each workload answered; a call that went through two counts for the innermost. */
function answersOf({facts, results}: Pick<RunStory, 'facts' | 'results'>): Answers {
  const counts = new Map<string, number>();
  for (const call of results.flatMap(callsOf)) {
    const {cluster, pod} = responderOf(call, facts.clusters);
    const deployments = facts.clusters.find(({name}) => name === cluster)?.deployments ?? [];
    const owner = deployments
      .filter((name) => pod.startsWith(`${name}-`))
      .sort((a, b) => b.length - a.length)[0];
    if (owner === undefined || cluster === undefined) continue;
    const key = `${cluster}/${owner}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
