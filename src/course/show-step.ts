import {
  heldBy,
  resolvedStep,
  stepCommands,
  told,
  type Bench,
  type Language,
  type ProbeStep,
  type StepOutcome,
} from '../scenario/index.js';
import {measuredLines} from './evidence.js';
import {expectedLines} from './expected.js';
import type {NumberedStep} from './numbered.js';
import type {Terminal} from './terminal.js';
import type {Words} from './words/words.js';

/** How a walk speaks. */
export interface Voice {
  readonly terminal: Terminal;
  readonly language: Language;
  readonly words: Words;
}

/** Says why a step is there, what one types for it and what must be seen. */
export async function showStep(
  {number, phase, step: written}: NumberedStep,
  total: number,
  bench: Bench,
  {terminal, language, words}: Voice,
): Promise<void> {
  const step = await resolvedStep(written, bench);
  terminal.say('heading', `${number}/${total}  ${phase}`);
  terminal.say('text', told(step.explain, language));
  terminal.say('quiet', words.byHand);
  for (const command of stepCommands(step, bench)) terminal.say('command', command);
  if (step.kind === 'action') return;
  if (step.expect.length === 0) return;
  terminal.say('quiet', seenHeading(step, words));
  for (const line of expectedLines(step, words)) terminal.say('text', `- ${plain(line)}`);
}

/** Says what came of a step: what was measured, and which expectations hold of it. */
export async function showOutcome(
  {step}: NumberedStep,
  outcome: StepOutcome,
  bench: Bench,
  {terminal, words}: Voice,
): Promise<void> {
  const {ok, evidence, measured} = outcome;
  if (step.kind === 'action') {
    terminal.say(ok ? 'good' : 'bad', ok ? words.done(evidence) : words.failed(evidence));
    return;
  }
  if (measured === undefined) {
    terminal.say('bad', words.failed(evidence));
    return;
  }
  for (const line of measuredLines(measured)) terminal.say('raw', line);
  const held = await heldBy(step, measured, bench);
  const sentences = expectedLines(await resolvedStep(step, bench), words);
  for (const [index, sentence] of sentences.entries()) {
    const holds = held[index] === true;
    // Of what must never be so, a sentence that holds is no good news.
    terminal.say(step.neverMs > 0 ? 'text' : holds ? 'good' : 'bad', plain(sentence));
  }
  terminal.say(ok ? 'text' : 'bad', ok ? words.holds : words.holdsNot);
}

/** What must be seen, how soon or for how long; or what must not. */
export function seenHeading({withinMs, neverMs, consistentlyMs}: ProbeStep, words: Words): string {
  const seconds = (ms: number): number => Math.round(ms / 1000);
  if (neverMs > 0) return words.mustNeverBeSeen(seconds(neverMs));
  if (consistentlyMs > 0) return words.mustStaySeen(seconds(consistentlyMs));
  return words.mustBeSeen(seconds(withinMs));
}

export function secondsOf({withinMs}: ProbeStep): number {
  return Math.round(withinMs / 1000);
}

/** Sentences are written for Markdown; a terminal has no use for the marks. */
export function plain(text: string): string {
  return text.replaceAll('`', '');
}
