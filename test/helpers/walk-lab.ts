import {type ExecutionContext} from 'ava';
import type {KubeObject} from '../../src/drivers/kube/kube.js';
import {wordsIn, walkAll, type Ending} from '../../src/course/index.js';
import type {Language} from '../../src/scenario/index.js';
import {fakeTerminal, type FakeTerminal, type Typed} from '../fakes/terminal.js';
import {fakeWorld, rolledOut, type Diary} from '../fakes/world.js';
import {scenarioOf, SURROUNDINGS} from './scenarios.js';
import {tempFolder} from './temp-folder.js';

export const RULE = 'locality-aware/west/simple-backend-dr.yaml';
export const APPLY = 'west: apply DestinationRule simple-backend-dr';
export const REMOVE = 'west: remove DestinationRule simple-backend-dr';
const WHY = {
  look: '{en: Nothing is set as yet, ko: 아직 규칙이 없습니다}',
  rule: '{en: The rule comes, ko: 규칙을 적용합니다}',
};

export const textOf = (name: string): string => `
apiVersion: eastwest/v1
kind: Scenario
metadata: {name: ${name}, pack: test, title: {en: It walks, ko: 걸어갑니다}}
spec:
  needs: {clusters: [west], apps: [west/webapp]}
  phases:
    - name: before
      steps:
        - {explain: ${WHY.look}, exec: {from: mypc, command: [look]}, expect: [output: {equals: good}]}
    - name: rule
      steps:
        - {explain: ${WHY.rule}, apply: {cluster: west, file: ${RULE}}}
        - {explain: c, exec: {from: mypc, command: [one]}, within: 2s, expect: [output: {equals: good}]}
        - {explain: d, exec: {from: mypc, command: [two]}, expect: [output: {equals: good}]}
  finally:
    - {explain: e, exec: {from: mypc, command: [last]}, expect: [output: {equals: good}]}
`;

/** A lab that outlives walks, and what its client's commands print. */
class Lab {
  readonly diary: Diary = [];
  readonly commands: string[] = [];
  readonly says = new Map<string, string>();
  readonly world = fakeWorld(this.diary, {
    west: [rolledOut('webapp')],
    exec: (_container, [command = '']) => {
      this.commands.push(command);
      this.onCommand(command);
      return Promise.resolve({exitCode: 0, stdout: this.says.get(command) ?? 'good', stderr: ''});
    },
  });
  readonly folder: string;
  onCommand: (command: string) => void = () => undefined;

  constructor(folder: string) {
    this.folder = folder;
  }

  async walk(
    terminal: FakeTerminal,
    names: readonly string[] = ['one'],
    language: Language = 'en',
  ): Promise<Ending> {
    const scenarios = names.map((name) =>
      scenarioOf(textOf(name), {...SURROUNDINGS, manifest: (file) => file}),
    );
    return walkAll(scenarios, {
      voice: {terminal, language, words: wordsIn(language)},
      world: this.world,
      folder: this.folder,
      signal: new AbortController().signal,
      command: 'npx eastwest walkthrough test',
    });
  }

  async walked(...lines: readonly Typed[]): Promise<{terminal: FakeTerminal; ending: Ending}> {
    const terminal = fakeTerminal(...lines);
    return {terminal, ending: await this.walk(terminal)};
  }

  /** What a person does in the other terminal. */
  readonly byHand = async (): Promise<void> => {
    const rule: KubeObject = {
      apiVersion: 'networking.istio.io/v1beta1',
      kind: 'DestinationRule',
      metadata: {name: 'simple-backend-dr', namespace: 'istioinaction'},
      spec: {
        host: 'simple-backend.istioinaction.svc.cluster.local',
        trafficPolicy: {
          connectionPool: {http: {http2MaxRequests: 10, maxRequestsPerConnection: 10}},
          outlierDetection: {consecutive5xxErrors: 1, interval: '20s', baseEjectionTime: '30s'},
        },
      },
    };
    await this.world.kube('west').apply([rule]);
  };

  rules(): readonly string[] {
    return this.diary.filter((line) => line.includes('DestinationRule'));
  }
}

export const lab = async (t: ExecutionContext): Promise<Lab> => new Lab(await tempFolder(t));
