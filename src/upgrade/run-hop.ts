import {throwIfInterrupted} from '../base/errors.js';
import type {Drivers} from '../drivers/drivers.js';
import type {Emit} from '../engine/events.js';
import {runSteps} from '../engine/run-steps.js';
import type {Step} from '../engine/step.js';
import type {IstioPlan, Plan} from '../plan/plan.js';
import {intoNodesSteps} from '../supply/index.js';
import {lastingAilments} from './ailments.js';
import {HopCalls} from './calls.js';
import {movePhase, movesOf, statePhase, type HopStage, type StateName} from './hop.js';
import type {HopEvent, HopParts, HopVerdict} from './hop-parts.js';
import {asNoted, noteHop, readNotes, type HopNote} from './note.js';
import {aftercheck} from './precheck/precheck.js';
import type {CheckRow} from './precheck/row.js';
import {lookClusters} from './precheck/seen.js';
import {statesOf} from './states.js';
import {moveSteps} from './steps/move.js';
import {removedStep} from './steps/removed.js';
import type {Thresholds} from './thresholds.js';
import {verdictOf} from './verdict.js';

/** How long the mesh is left alone before it moves, and once it has, so that a phase has calls to be judged by. */
const REST_MS = 5000;

/** A hop that is to be made, or gone on with. */
export interface HopJob {
  /** The lab as it was opened. */
  readonly plan: Plan;
  readonly note: HopNote;
  /** Whether somebody has begun it before. */
  readonly resumed: boolean;
  readonly drivers: Drivers;
  readonly parts: HopParts;
  readonly thresholds: Thresholds;
  readonly signal: AbortSignal;
  readonly emit: Emit<HopEvent>;
}

/**
 * Brings a hop to its end, phase by phase, and judges it. What was begun before is gone on with: every step looks whether
 * the world has it already. A hop that was judged bad is left as it is, with the former control plane beside the new one,
 * until a person goes on with it or takes it back.
 */
export async function runHop(job: HopJob): Promise<HopVerdict> {
  return new HopRun(job).run();
}

/** One run of a hop. */
class HopRun {
  readonly #job: HopJob;
  readonly #startMs: number;
  readonly #calls: HopCalls;
  /** As in the note. */
  #moving: string | undefined;

  constructor(job: HopJob) {
    this.#job = job;
    this.#startMs = job.drivers.clock.nowMs();
    this.#calls = new HopCalls(job.parts.traffic);
    this.#moving = job.note.moving;
  }

  async run(): Promise<HopVerdict> {
    const {note, emit, resumed, drivers} = this.#job;
    emit({type: 'hop', hop: note.hop, resumed, at: drivers.clock.date().toISOString()});
    // A person goes on with what was judged bad: it is taken as it is.
    if (note.stage === 'judged' || note.stage === 'cleared') return this.#clear(this.#accepted());
    await this.#note(note.stage);
    await this.#images();
    try {
      return await this.#through(note.stage === 'back');
    } catch (error) {
      await this.#calls.abandon();
      throw error;
    }
  }

  async #through(back: boolean): Promise<HopVerdict> {
    const {resumed, note} = this.#job;
    const moved = this.#moving !== undefined || back;
    const phase = moved ? 'resumed' : 'before';
    await this.#calls.start(phase, {resumed, moved});
    this.#tell(phase);
    if (this.#moving === undefined) await this.#before();
    if (!back) await this.#forth();
    const returns = back || note.hop.rollback;
    if (returns) await this.#back();
    return this.#judge(returns ? 'back' : 'at the target');
  }

  /** Of a hop that has begun to move nobody can see any more how things were before. */
  async #before(): Promise<void> {
    await this.#rest(REST_MS);
    await this.#state('before');
  }

  async #forth(): Promise<void> {
    const {hop} = this.#job.note;
    // Where a second cluster has begun to move, the mesh cannot be held mixed any more.
    const pastMixed = this.#placeOf(this.#moving) > 0;
    for (const [place, cluster] of movesOf(hop, 'forth').entries()) {
      await this.#moveForth(cluster);
      if (place > 0 || hop.order.length < 2 || pastMixed) continue;
      await this.#begin('mixed');
      await this.#rest(hop.holdMs);
      await this.#state('mixed');
    }
    await this.#begin('after');
    await this.#rest(REST_MS);
    await this.#state('after');
  }

  async #moveForth(cluster: string): Promise<void> {
    if (this.#placeOf(cluster) > this.#placeOf(this.#moving)) this.#moving = cluster;
    await this.#note('forth');
    await this.#move(cluster, 'forth');
  }

  async #back(): Promise<void> {
    await this.#note('back');
    for (const cluster of movesOf(this.#job.note.hop, 'back')) {
      await this.#move(cluster, 'back');
      // Back is back, whatever it was like: what is kept of the other one would only be told as a difference.
      await this.#remove([cluster], this.#job.note.hop.to);
    }
    await this.#begin('rolled-back');
    await this.#rest(REST_MS);
    await this.#state('rolled-back');
  }

  async #move(cluster: string, direction: 'forth' | 'back'): Promise<void> {
    const {drivers, note} = this.#job;
    const {from, to, strategy} = note.hop;
    await this.#begin(movePhase(cluster, direction));
    const [source, target] = direction === 'forth' ? [from, to] : [to, from];
    const plan = await this.#planNow();
    await this.#steps(moveSteps({plan, cluster, source, target, strategy}, drivers));
  }

  /** The images of both versions in all nodes, before anybody calls: to import them takes what the mesh needs. */
  async #images(): Promise<void> {
    const {plan, note, drivers} = this.#job;
    const versions = new Set([note.hop.to.version, note.hop.from.version]);
    for (const version of versions) await this.#steps(intoNodesSteps(plan, version, drivers));
  }

  async #begin(phase: string): Promise<void> {
    throwIfInterrupted(this.#job.signal);
    await this.#calls.begin(phase);
    this.#tell(phase);
  }

  /** Packs change the lab: what calls do meanwhile goes to a phase that is not judged. */
  async #state(name: StateName): Promise<void> {
    await this.#begin(statePhase(name));
    await this.#job.parts.takeState(name);
  }

  async #rest(ms: number): Promise<void> {
    const {drivers, signal} = this.#job;
    await drivers.clock.sleep(ms, signal).catch(() => throwIfInterrupted(signal));
  }

  async #judge(now: HopVerdict['now']): Promise<HopVerdict> {
    const {parts, note, emit} = this.#job;
    const traffic = await this.#calls.measured();
    const rows = await this.#check('after', now);
    const states = await parts.judge(statesOf(note));
    const judged = {states, rows, now, ...(traffic === undefined ? {} : {traffic})};
    const verdict = verdictOf(judged, this.#job.thresholds);
    const differences = 'judgement' in states ? states.judgement : null;
    emit({type: 'hopJudged', verdict, differences, atMs: this.#atMs()});
    await this.#calls.clear();
    if (verdict.good || now === 'back') return this.#clear(verdict);
    await this.#note('judged');
    return this.#ended(verdict);
  }

  /** Takes away what the mesh has left, and looks whether it still is whole without it. */
  async #clear(verdict: HopVerdict): Promise<HopVerdict> {
    const {plan, note, drivers} = this.#job;
    const {from, to, order} = note.hop;
    await this.#note(verdict.now === 'back' ? 'back' : 'cleared');
    await this.#remove(order, verdict.now === 'back' ? to : from);
    await noteHop(plan, undefined, drivers.docker);
    const rows = await this.#check('cleared', verdict.now);
    const left = verdictOf({rows, now: verdict.now}, this.#job.thresholds);
    const known = new Set(verdict.reasons.map(({text}) => text));
    const reasons = [...verdict.reasons, ...left.reasons.filter(({text}) => !known.has(text))];
    return this.#ended({...verdict, good: reasons.length === 0, reasons, rows});
  }

  async #remove(clusters: readonly string[], gone: IstioPlan): Promise<void> {
    const {drivers, note} = this.#job;
    const {strategy} = note.hop;
    const plan = await this.#planNow();
    await this.#steps(clusters.map((cluster) => removedStep({plan, cluster, gone, strategy}, drivers)));
  }

  #ended(verdict: HopVerdict): HopVerdict {
    this.#job.emit({type: 'hopEnded', verdict, atMs: this.#atMs()});
    return verdict;
  }

  /** The verdict of a hop whose end a person has decided upon. */
  #accepted(): HopVerdict {
    return verdictOf({rows: [], now: 'at the target'}, this.#job.thresholds);
  }

  async #check(when: 'after' | 'cleared', now: HopVerdict['now']): Promise<readonly CheckRow[]> {
    const {note, parts, drivers, emit, signal} = this.#job;
    const {from, to, strategy} = note.hop;
    const plan = await this.#planNow();
    const range = now === 'back' ? {from: to, to: from, strategy} : {from, to, strategy};
    const ailments = await lastingAilments(parts, {clock: drivers.clock, signal});
    const clusters = await lookClusters(plan, drivers.kubeFor);
    const rows = aftercheck({plan, range, ailments}, clusters);
    emit({type: 'hopChecked', when, rows});
    return rows;
  }

  /** The lab as its nodes say it is by now. */
  async #planNow(): Promise<Plan> {
    const {plan, drivers} = this.#job;
    return asNoted(plan, await readNotes(plan, drivers.docker));
  }

  async #note(stage: HopStage): Promise<void> {
    const {plan, note, drivers} = this.#job;
    const moving = this.#moving === undefined ? {} : {moving: this.#moving};
    await noteHop(plan, {...note, stage, ...moving}, drivers.docker);
  }

  async #steps(steps: readonly Step[]): Promise<void> {
    const {drivers, signal, emit} = this.#job;
    await runSteps(steps, {signal, clock: drivers.clock, emit, lanes: {}});
  }

  #tell(phase: string): void {
    this.#job.emit({type: 'hopPhase', phase, atMs: this.#atMs()});
  }

  #placeOf(cluster: string | undefined): number {
    return this.#job.note.hop.order.indexOf(cluster ?? '');
  }

  #atMs(): number {
    return this.#job.drivers.clock.nowMs() - this.#startMs;
  }
}
