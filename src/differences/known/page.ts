import {KNOWN_CHANGES} from './catalogue.js';
import {MINORS, type KnownChange, type Minor, type Mishap} from './known.js';
import {MISHAPS} from './mishaps.js';

/** `docs/known-changes.md`: what is known of each hop, and what must not happen in any. */
export function knownChangesPage(): string {
  return [
    '# What changes between releases of Istio',
    INTRODUCTION,
    ...MINORS.map(hop),
    '## What no release does',
    MISHAPS_INTRODUCTION,
    ...MISHAPS.map(entry),
    '',
  ].join('\n\n');
}

function hop(minor: Minor): string {
  const its = KNOWN_CHANGES.filter((change) => change.in.includes(minor));
  const [behaviour, configuration] = (['behaviour', 'configuration'] as const).map((kind) =>
    its.filter((change) => change.kind === kind),
  );
  return [
    `## ${before(minor)} and ${minor}`,
    '### May work otherwise',
    'Each is an alarm until it is allowed by its name.',
    ...(behaviour ?? []).map(entry),
    '### Is written otherwise',
    'Recognised and listed; no alarm.',
    table(configuration ?? []),
  ].join('\n\n');
}

function before(minor: Minor): string {
  const [major, number = 0] = minor.split('.').map(Number);
  return `${major}.${number - 1}`;
}

function entry(told: KnownChange | Mishap): string {
  const lines = [
    `**\`${told.name}\`** ${told.sense}`,
    `What it may mean: ${told.consequence}`,
    `Source: ${told.source}`,
  ];
  if ('in' in told) lines.push(seenBy(told));
  return lines.map((line, index) => (index === 0 ? `- ${line}` : `  ${line}`)).join('\n\n');
}

function seenBy({signs, scenarios, envoyBound}: KnownChange): string {
  if (envoyBound === true) return 'Not observable with stock Envoy.';
  const said = [
    ...(signs.length > 0 ? ['in the configuration'] : []),
    ...(scenarios === undefined ? [] : [`by scenarios like \`${scenarios.source}\``]),
  ];
  return said.length === 0 ? 'Seen: no configuration shows it.' : `Seen: ${said.join(', ')}.`;
}

function table(changes: readonly KnownChange[]): string {
  const rows = changes.map(
    ({name, sense, consequence, source}) => `| \`${name}\` | ${sense} | ${consequence} | ${source} |`,
  );
  return ['| name | what | what it may mean | source |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

const INTRODUCTION = `Made from \`src/differences/known/\` by \`npm run generate\`. A hop between two releases is compared by the
configuration of every proxy, by what Istio has installed, and by what the scenarios measured. A difference that one of
these entries recognises is listed by its name; any other one is unknown, and an alarm. A hop back shows the same
differences the other way round. What was read for an entry stands with it: Istio's release notes, and the files of both
releases.

The lab of the \`source\` supply runs stock Envoy, of one release for every Istio. What comes with Istio's own build of
Envoy is therefore a rule here: **not observable with stock Envoy**, neither in a configuration nor in a scenario.`;

const MISHAPS_INTRODUCTION = `Recognised as well, and always an alarm; it can be allowed by its name like the others, for a change that somebody makes
on purpose together with the hop.`;
