import {FINDING_CODES, FINDINGS, pageOf, type FindingCode} from './catalogue.js';
import {CHECK_IDS, CHECKS} from './checks.js';
import type {FindingText} from './finding.js';

/** A fault that can be planted, and what must be found then. */
export interface PlantedBy {
  readonly name: string;
  readonly title: string;
  readonly finding: FindingCode;
}

/** `docs/findings/`: a page for each code, and the table of all. */
export function findingPages(faults: readonly PlantedBy[]): Readonly<Record<string, string>> {
  const pages = FINDING_CODES.map((code) => {
    const planting = faults.filter(({finding}) => finding === code);
    return [pageOf(code), page(code, FINDINGS[code], planting)] as const;
  });
  return Object.fromEntries([['docs/findings/README.md', overview(faults)], ...pages]);
}

function page(code: FindingCode, text: FindingText, faults: readonly PlantedBy[]): string {
  const {check, title, cause, remedy} = text;
  const place = CHECK_IDS.indexOf(check) + 1;
  return [
    `# ${title.en}`,
    `\`${code}\` · check ${place} of ${CHECK_IDS.length}, [${CHECKS[check].title}](README.md#the-chain): ${CHECKS[check].judges}.`,
    `> ${inProse(cause)}`,
    `## Symptom\n\n${text.page.symptom}`,
    `## How it is seen\n\n${text.page.seen}`,
    `## Why\n\n${text.page.why}`,
    `## Remedy\n\n\`\`\`shell\n${remedy.map(inCommand).join('\n')}\n\`\`\``,
    ...(faults.length === 0 ? [] : [`## Try it\n\n${faults.map(tryIt).join('\n')}`]),
    `## Source\n\n${text.page.source}`,
    '',
  ].join('\n\n');
}

function tryIt({name, title}: PlantedBy): string {
  return `- \`eastwest break ${name}\`: ${title}`;
}

/** What is filled in stands out as `<name>`. */
function inProse(text: string): string {
  return text.replace(/\$\{(\w+)\}/g, '_$1_');
}

function inCommand(text: string): string {
  return text.replace(/\$\{(\w+)\}/g, '<$1>');
}

function overview(faults: readonly PlantedBy[]): string {
  const chain = CHECK_IDS.map((id, index) => `| ${index + 1} | ${CHECKS[id].title} | ${CHECKS[id].judges} |`);
  const rows = FINDING_CODES.map((code) => {
    const planting = faults.filter(({finding}) => finding === code).map(({name}) => `\`${name}\``);
    const {check, title} = FINDINGS[code];
    return `| [${code}](${code}.md) | ${CHECKS[check].title} | ${title.en} | ${planting.join(', ')} |`;
  });
  return [
    '# What `eastwest explain` can find',
    INTRODUCTION,
    '## The chain',
    ['|  | check | it judges |', '| --- | --- | --- |', ...chain].join('\n'),
    '## The findings',
    ['| code | check | what it says | planted by |', '| --- | --- | --- | --- |', ...rows].join('\n'),
    '## What Istio’s own tools say',
    TOOLS,
    '',
  ].join('\n\n');
}

const INTRODUCTION = `\`eastwest explain\` goes through a chain of checks in the order of cause, looks at all clusters at once, and stops at
the first broken link: what comes after it cannot be judged, since it may be broken by it alone. It changes nothing.

- Exit code 0: nothing was found. 1: a finding. 2: it could not look, or something was still starting.
- \`--json\` prints what \`schemas/explain.schema.json\` describes.
- A state that may be on its way, such as a pod that starts or a proxy that has not confirmed a push, is looked at
  again for some seconds before it counts as a fault. What is written down in an object counts at once.
- \`eastwest run\` does the same by itself when a scenario has failed, before anything is taken back, and its finding
  stands in the report. What the scenario itself has broken counts as well.
- Remedies are made by hand, since \`eastwest up\` is refused while a fault is planted; after \`||\` it stands for what only
  it can bring back. Lines that do not fit what was found are left out.
- Of a DestinationRule that is there it says what is wrong with it; that there is none is no fault.`;

const TOOLS = `| tool | where it is right | where it is not |
| --- | --- | --- |
| \`istioctl remote-clusters\` | whether istiod has read the other cluster; \`explain\` asks the same page of istiod, \`clusterz\` | a secret that is missing is missing from the table too; why a cluster is not synced it does not say |
| \`istioctl proxy-status\` | whether proxies have confirmed what was sent; \`explain\` asks the same page, \`syncz\` | SYNCED says that what was sent has arrived, not that all was sent: an east-west gateway without a single SNI cluster is SYNCED |
| \`istioctl analyze\` | objects that contradict each other within a cluster: unknown hosts, gateways without pods, port names | it reads objects, and neither proxies nor certificates nor addresses; what lies between two clusters (roots, remote secrets, networks, pools) is outside of its view. \`explain\` does not call it |
| \`istioctl x precheck\` | before an installation or an upgrade | it says nothing of a mesh that runs |
| \`istioctl x authz check POD\` | which policies a proxy has got, one pod at a time | it prints rules and does not compare them: a principal that nobody has looks like any other |
| \`istioctl proxy-config secret POD\` | chain and root of one proxy; \`explain\` reads the same page of Envoy in every proxy | a root that is not that of the other cluster is ACTIVE and VALID |

With stock Envoy in place of Istio’s own build all of these work. There are no \`istio_*\` metrics, though, so nothing
here is judged by them, and \`max_ejection_percent\` is lifted for the whole mesh by a runtime value (see
[ejection-never](ejection-never.md)).`;
