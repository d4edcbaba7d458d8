import {readFileSync} from 'node:fs';
import {problemText} from '../../src/base/yaml.js';
import {parseScenario} from '../../src/scenario/parse.js';
import type {Surroundings} from '../../src/scenario/surroundings.js';
import type {Scenario} from '../../src/scenario/scenario.js';
import {projectFile} from './project.js';

/** A lab of two clusters whose folder has one file. */
export const SURROUNDINGS: Surroundings = {
  clusters: ['west', 'east'],
  client: 'mypc',
  manifest: (file) => (file === 'rule.yaml' ? file : undefined),
};

/** The scenario of a text, which must be sound. */
export function scenarioOf(text: string, lab: Surroundings = SURROUNDINGS): Scenario {
  const {scenario, problems} = parseScenario('test.yaml', text, lab);
  if (scenario === undefined) throw new Error(problems.map(problemText).join('\n'));
  return scenario;
}

export function scenarioFixture(name: string): string {
  return readFileSync(projectFile(`test/fixtures/scenarios/${name}`), 'utf8');
}
