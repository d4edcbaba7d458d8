import {EastwestError, InterruptedError} from '../base/errors.js';
import {
  doStep,
  lookStep,
  prepareStep,
  standingOf,
  takeBack,
  type Bench,
  type Scenario,
} from '../scenario/index.js';
import {enter} from './enter.js';
import {finish} from './finish.js';
import {hintLines} from './hint.js';
import {meshView} from './mesh-view.js';
import {numberedSteps, type NumberedStep} from './numbered.js';
import {writeProgress} from './progress.js';
import {plain, secondsOf, showOutcome, showStep} from './show-step.js';
import {readTyped, type Typed} from './typed.js';
import {benchFor, type Ending, type Walk} from './walk.js';

/** Walks a person through one scenario, from where the person is to its end, unless the person leaves. */
export async function walkScenario(scenario: Scenario, walk: Walk): Promise<Ending> {
  const entered = await enter(scenario, walk);
  if (typeof entered === 'string') return entered;
  const guide = new Guide(scenario, walk, entered.step, entered.since);
  return guide.lead();
}

/** Takes one scenario's steps in turn; knows at which of them the person is. */
class Guide {
  readonly #scenario: Scenario;
  readonly #walk: Walk;
  readonly #steps: readonly NumberedStep[];
  #at: number;
  #since: Date;
  #over = false;

  constructor(scenario: Scenario, walk: Walk, at: number, since: Date) {
    this.#scenario = scenario;
    this.#walk = walk;
    this.#steps = numberedSteps(scenario);
    this.#at = Math.min(at, this.#steps.length);
    this.#since = since;
  }

  async lead(): Promise<Ending> {
    const {terminal, words} = this.#walk.voice;
    await this.#guarded((bench) => this.#stay(this.#since, bench));
    while (!this.#over) {
      const line = await terminal.ask(`${this.#scenario.id} ${this.#at}/${this.#steps.length}> `);
      if (line === undefined || this.#walk.signal.aborted) return 'left';
      const typed = readTyped(line, this.#steps.length);
      if (typed.kind === 'quit') return 'left';
      if (typed.kind === 'help') for (const text of words.help) terminal.say('raw', text);
      else if (typed.kind === 'unknown') terminal.say('bad', words.unknown(typed.text, typed.meant));
      else await this.#guarded((bench) => this.#follow(typed, bench));
    }
    return finish(this.#scenario, this.#walk);
  }

  async #follow(typed: Exclude<Typed, {kind: 'quit' | 'help' | 'unknown'}>, bench: Bench): Promise<void> {
    const {terminal, words} = this.#walk.voice;
    switch (typed.kind) {
      case 'next':
        return this.#next(bench);
      case 'check':
        return this.#check(bench);
      case 'hint':
        for (const text of hintLines(this.#current().step, words)) terminal.say('text', plain(text));
        return;
      case 'show':
        for (const {title, lines} of await meshView(this.#scenario, this.#current().step, bench, words)) {
          terminal.say('quiet', title);
          for (const line of lines) terminal.say('raw', line);
        }
        return;
      case 'goto':
        return this.#goTo(typed.number, bench);
      case 'reset':
        await this.#takeBack(bench);
        return this.#arrive(1, bench);
    }
  }

  async #next(bench: Bench): Promise<void> {
    if (await this.#do(bench)) return this.#arrive(this.#at + 1, bench);
    this.#sayWhatMayHavePassed(this.#current());
  }

  /** What is looked at once may be the passing effect of an earlier measurement, such as an ejection. */
  #sayWhatMayHavePassed({step, number}: NumberedStep): void {
    if (step.kind === 'action' || step.withinMs > 0) return;
    const cause = this.#steps.findLast((one) => one.number < number && one.step.key === 'call');
    const {terminal, words} = this.#walk.voice;
    if (cause !== undefined) terminal.say('quiet', plain(words.passed(cause.number)));
  }

  async #check(bench: Bench): Promise<void> {
    const {terminal, words} = this.#walk.voice;
    const current = this.#current();
    const outcome = await lookStep(current.step, bench, this.#since);
    if (current.step.kind === 'action' && !outcome.ok) terminal.say('bad', words.notYet(outcome.evidence));
    else await showOutcome(current, outcome, bench, this.#walk.voice);
    if (outcome.ok) return this.#arrive(this.#at + 1, bench);
    if (current.step.kind === 'probe' && current.step.withinMs > 0) {
      terminal.say('quiet', plain(words.repeat(secondsOf(current.step))));
    }
    this.#sayWhatMayHavePassed(current);
  }

  /**
   * Where a step begins, all before it is done: forward by doing what lies between. Back by beginning again, unless
   * nothing was changed since.
   */
  async #goTo(number: number, bench: Bench): Promise<void> {
    const {terminal, words} = this.#walk.voice;
    if (number < this.#at) {
      const since = this.#steps.slice(number - 1, this.#at - 1);
      const changed = since.some(({step}) => step.kind === 'action');
      if (changed) await this.#takeBack(bench);
      await this.#set(changed ? 1 : number, bench);
    }
    while (this.#at < number) {
      terminal.say('quiet', words.going(this.#at));
      if (!(await this.#do(bench))) {
        terminal.say('bad', words.stuck(this.#at));
        break;
      }
      await this.#set(this.#at + 1, bench);
    }
    await this.#stay(this.#since, bench);
  }

  /** Does the step at which the person is; whether it succeeded. */
  async #do(bench: Bench): Promise<boolean> {
    const current = this.#current();
    const outcome = await doStep(current.step, this.#scenario, bench);
    await showOutcome(current, outcome, bench, this.#walk.voice);
    return outcome.ok;
  }

  async #takeBack(bench: Bench): Promise<void> {
    const {terminal, words} = this.#walk.voice;
    terminal.say('quiet', words.takingBack);
    for (const what of await takeBack(bench)) terminal.say('bad', words.leftBehind(what));
  }

  async #arrive(number: number, bench: Bench): Promise<void> {
    if (number > this.#steps.length) {
      this.#over = true;
      return;
    }
    await this.#set(number, bench);
    await this.#stay(this.#since, bench);
  }

  async #set(number: number, bench: Bench): Promise<void> {
    this.#at = number;
    this.#since = bench.clock.date();
    await this.#keep(bench);
  }

  /** Shows the step and makes it ready to be done by hand. */
  async #stay(since: Date, bench: Bench): Promise<void> {
    const {voice} = this.#walk;
    this.#since = since;
    await showStep(this.#current(), this.#steps.length, bench, voice);
    voice.terminal.say('quiet', voice.words.keys);
    await prepareStep(this.#current().step, this.#scenario, bench).catch((error: unknown) => {
      if (!(error instanceof EastwestError) || error instanceof InterruptedError) throw error;
      voice.terminal.say('bad', voice.words.unprepared(error.message));
    });
    await this.#keep(bench);
  }

  async #keep(bench: Bench): Promise<void> {
    const changed = (await standingOf(this.#scenario, bench)) !== 'clean';
    const now = {step: this.#at, since: this.#since.toISOString(), changed, over: false};
    await writeProgress(this.#walk.folder, this.#scenario, now);
  }

  #current(): NumberedStep {
    const current = this.#steps[this.#at - 1];
    if (current === undefined) throw new RangeError(`${this.#scenario.id} has no step ${this.#at}`);
    return current;
  }

  /** Work that the person may interrupt; what goes wrong is said, and the person stays. */
  async #guarded(work: (bench: Bench) => Promise<void>): Promise<void> {
    const {terminal, words} = this.#walk.voice;
    try {
      await terminal.interruptible((signal) => work(benchFor(this.#walk, signal)));
    } catch (error) {
      if (error instanceof InterruptedError) terminal.say('bad', words.interrupted);
      else if (error instanceof EastwestError) terminal.say('bad', words.failed(error.message));
      else throw error;
    }
  }
}
