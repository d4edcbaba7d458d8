import type {LabCall} from '../lab/lab.js';

export const SCENARIO_ID = /^([a-z0-9]+(?:-[a-z0-9]+)*)\/([a-z0-9]+(?:-[a-z0-9]+)*)$/;

/** What a scenario to begin with names of a lab. */
interface Named {
  readonly clusters: readonly {readonly name: string}[];
  readonly client: {readonly name: string};
  readonly call: LabCall | undefined;
}

/** The text of a scenario file to begin with: it is sound, runs on this lab and changes nothing. */
export function newScenario(id: string, {clusters, client, call}: Named, schema: string): string {
  const [, pack = '', name = ''] = SCENARIO_ID.exec(id) ?? [];
  const cluster = clusters[0]?.name ?? '';
  const through = call?.through ?? cluster;
  const host = call?.host ?? 'example.test';
  return `# yaml-language-server: $schema=${schema}
#
# A scenario claims one thing, changes what it must, and judges what it then measures. Every key is explained in
# docs/scenarios.md. Check it with "eastwest lint", run it with "eastwest run --scenarios DIR ${id}".
apiVersion: eastwest/v1
kind: Scenario
metadata:
  name: ${name}
  pack: ${pack}
  # The claim, as a sentence; {en: ..., ko: ...} tells it in two languages.
  title: Every call through ${through} is answered
  # What "run --only KEY=VALUE" selects by.
  labels: {state: draft}
spec:
  needs:
    clusters: [${clusters.map((one) => one.name).join(', ')}]
    # Deployments of the lab's namespace that must be available:
    # apps: [${cluster}/webapp]
  # Values that "run --set answers=50" changes.
  variables:
    answers: {type: number, default: 20, description: calls in a sample}
  # Preconditions, brought about before the phases and taken back after them, like every change:
  # given:
  #   - explain: Why the exercise starts from here.
  #     scale: {cluster: ${cluster}, deployment: webapp, replicas: 2}
  phases:
    - name: before
      steps:
        - explain: Every proxy has what its control plane has sent; only then a call says something.
          proxyStatus: {cluster: ${cluster}}
          within: 30s
          expect:
            - synced: true
    - name: during
      steps:
        # An action changes the lab: apply, delete, setEnv, restart, scale, patch, label, wait, ...
        # - explain: What is done and why.
        #   apply: {cluster: ${cluster}, file: path/in/the/folder/of/the/lab.yaml}
        - explain: A sample of calls from outside, by way of the ingress gateway.
          call:
            from: ${client.name}
            gateway: ${through}
            host: ${host}
            path: ${call?.path ?? '/'}
            count: \${var.answers}
            by: status
          expect:
            - status: {'200': '>= 0.99'}
  # Looked at when a phase has failed, for the report:
  catch:
    - explain: What the proxies had at that moment.
      proxyStatus: {cluster: ${cluster}}
`;
}
