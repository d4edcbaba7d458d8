import {messageOf} from '../base/errors.js';
import {
  measureStep,
  stepTitle,
  toldStep,
  type Bench,
  type ProbeStep,
  type Scenario,
  type ScenarioStep,
} from '../scenario/index.js';
import {columns, measuredLines} from './evidence.js';
import {numberedSteps} from './numbered.js';
import type {Words} from './words/words.js';

/** Measurements that only look: they cost the lab nothing and change nothing in it, as calls may. */
const LOOKING: readonly string[] = ['endpoints', 'clusters', 'object', 'proxyStatus'];

const RULES = [
  ['networking.istio.io/v1beta1', 'DestinationRule'],
  ['networking.istio.io/v1beta1', 'VirtualService'],
  ['networking.istio.io/v1beta1', 'Gateway'],
  ['networking.istio.io/v1beta1', 'Sidecar'],
  ['security.istio.io/v1beta1', 'PeerAuthentication'],
  ['security.istio.io/v1beta1', 'AuthorizationPolicy'],
] as const;

export interface Section {
  readonly title: string;
  readonly lines: readonly string[];
}

/** What the mesh looks like now, as far as a scenario is about it; at a step that looks, only what it looks at. */
export async function meshView(
  scenario: Scenario,
  current: ScenarioStep,
  bench: Bench,
  words: Words,
): Promise<readonly Section[]> {
  const sections = [
    section(words.show.deployments, words, await deploymentRows(scenario, bench)),
    section(words.show.rules, words, await ruleRows(scenario, bench)),
  ];
  for (const step of lookingSteps(scenario, current)) {
    const lines = await measureStep(step, bench).then(measuredLines, (error: unknown) => [messageOf(error)]);
    sections.push({title: stepTitle(await toldStep(step, bench)), lines});
  }
  return sections;
}

function section(title: string, {show}: Words, rows: readonly (readonly string[])[]): Section {
  return {title, lines: rows.length === 0 ? [show.none] : columns(rows)};
}

/** Each different measurement of the scenario once. */
function lookingSteps(scenario: Scenario, current: ScenarioStep): readonly ProbeStep[] {
  if (isLooking(current)) return [current];
  const steps = numberedSteps(scenario)
    .map(({step}) => step)
    .filter(isLooking);
  return [...new Map(steps.map((step) => [JSON.stringify([step.key, step.value]), step])).values()];
}

function isLooking(step: ScenarioStep): step is ProbeStep {
  return step.kind === 'probe' && LOOKING.includes(step.key);
}

interface DeploymentFields {
  readonly spec?: {
    readonly replicas?: number;
    readonly template?: {
      readonly spec?: {readonly containers?: readonly {readonly env?: readonly EnvEntry[]}[]};
    };
  };
  readonly status?: {readonly availableReplicas?: number};
}

interface EnvEntry {
  readonly name: string;
  readonly value?: string;
}

/** The scenario's apps, with the variables that it sets on any of them. */
async function deploymentRows(
  {needs, ...scenario}: Scenario,
  {kube, plan}: Bench,
): Promise<readonly (readonly string[])[]> {
  const variables = new Set(numberedSteps({needs, ...scenario}).flatMap(({step}) => variablesSetBy(step)));
  return Promise.all(
    needs.apps.map(async ({cluster, deployment: name}) => {
      const ref = {apiVersion: 'apps/v1', kind: 'Deployment', metadata: {name, namespace: plan.namespace}};
      const {spec, status} = ((await kube(cluster).get(ref)) ?? {}) as DeploymentFields;
      const env = (spec?.template?.spec?.containers ?? []).flatMap((container) => container.env ?? []);
      const set = env
        .filter((entry) => variables.has(entry.name))
        .map((entry) => `${entry.name}=${entry.value ?? ''}`);
      return [cluster, name, `${status?.availableReplicas ?? 0}/${spec?.replicas ?? 0}`, set.join(' ')];
    }),
  );
}

function variablesSetBy({key, value}: ScenarioStep): readonly string[] {
  return key === 'setEnv' ? Object.keys((value as {readonly env: object}).env) : [];
}

async function ruleRows({needs}: Scenario, {kube, plan}: Bench): Promise<readonly (readonly string[])[]> {
  const perCluster = await Promise.all(
    needs.clusters.map(async (cluster) => {
      const lists = await Promise.all(
        RULES.map(async ([apiVersion, kind]) => {
          const found = await kube(cluster).list(apiVersion, kind, {namespace: plan.namespace});
          return found.map(({metadata}) => [cluster, kind, metadata.name]);
        }),
      );
      return lists.flat();
    }),
  );
  return perCluster.flat();
}
