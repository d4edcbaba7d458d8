import type {Plan} from '../plan/plan.js';
import {
  readableStep,
  stepCommands,
  told,
  type Language,
  type Scenario,
  type ScenarioStep,
} from '../scenario/index.js';
import {expectedLines} from './expected.js';
import {wordsIn} from './language.js';
import {numberedSteps} from './numbered.js';
import {seenHeading} from './show-step.js';

/**
 * A pack of scenarios as a page of Markdown, in the order given. `introduction` is the page's beginning, with its
 * heading. Pure: what only a lab can say, such as an address, is told in words.
 */
export function chapterPage(
  scenarios: readonly Scenario[],
  introduction: string,
  plan: Plan,
  language: Language,
): string {
  const words = wordsIn(language);
  const {page} = words;
  const sections = scenarios.map((scenario, index) =>
    scenarioSection(scenario, index + 1, scenarios, plan, language),
  );
  const [setUp = '', typed = ''] = page.setUp;
  return [
    `<!-- ${page.generated} -->`,
    introduction.trim(),
    `## ${page.contents}`,
    scenarios.map(({name, title}, index) => `${index + 1}. [${told(title, language)}](#${name})`).join('\n'),
    `## ${page.begin}`,
    setUp,
    block(['make lab', 'npx eastwest shell']),
    typed,
    ...sections,
    '',
  ].join('\n\n');
}

function scenarioSection(
  scenario: Scenario,
  number: number,
  all: readonly Scenario[],
  plan: Plan,
  language: Language,
): string {
  const words = wordsIn(language);
  const {page} = words;
  const {id, name, after, requires} = scenario;
  const links = after.map((other) => {
    const found = all.find((candidate) => candidate.name === other);
    return `[${found === undefined ? other : told(found.title, language)}](#${other})`;
  });
  const facts = [
    page.walk(`npx eastwest walkthrough ${id}`),
    page.judge(`npx eastwest run ${id}`),
    ...(links.length > 0 ? [page.after(links.join(', '))] : []),
    ...requires.map(page.requires),
  ];
  let place = 0;
  const step = (one: ScenarioStep): string => stepText(one, `${number}.${++place}`, plan, language);
  return [
    `<a id="${name}"></a>`,
    `## ${number}. ${told(scenario.title, language)}`,
    facts.map((fact) => `- ${fact}`).join('\n'),
    ...numberedSteps(scenario).map((numbered) => step(numbered.step)),
    ...(scenario.finally.length > 0 ? [page.afterwards, ...scenario.finally.map(step)] : []),
  ].join('\n\n');
}

function stepText(written: ScenarioStep, number: string, plan: Plan, language: Language): string {
  const words = wordsIn(language);
  const step = readableStep(written, plan, words.page.address);
  const shown = [
    `**${number}** ${told(step.explain, language)}`,
    words.page.type(step.kind),
    block(stepCommands(step, {plan})),
  ];
  if (step.kind === 'action' || step.expect.length === 0) return shown.join('\n\n');
  const sentences = expectedLines(step, words).map((line) => `- ${line}`);
  return [...shown, seenHeading(step, words), sentences.join('\n')].join('\n\n');
}

function block(commands: readonly string[]): string {
  return ['```sh', ...commands, '```'].join('\n');
}
