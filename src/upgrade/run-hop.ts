import {throwIfInterrupted} from '../base/errors.js';
import type {Drivers} from '../drivers/drivers.js';
import type {Emit} from '../engine/events.js';
import {runSteps} from '../engine/run-steps.js';
import type {Step} from '../engine/step.js';
import type {Plan} from '../plan/plan.js';
import {intoNodesSteps} from '../supply/index.js';
import {isJudged, movePhase, movesOf, statePhase, type HopStage, type StateName} from './hop.js';
import type {HopEvent, HopParts, HopVerdict} from './hop-parts.js';
import {asNoted, noteHop, readNotes, type HopNote} from './note.js';
import {aftercheck} from './precheck/precheck.js';
import type {CheckRow} from './precheck/row.js';
import {lookClusters} from './precheck/seen.js';
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

/** One run of a hop, with the phases that it has been through. */
class HopRun {
  readonly #job: HopJob;
  readonly #startMs: number;
  readonly #phases: string[] = [];

  constructor(job: HopJob) {
    this.#job = job;
    this.#startMs = job.drivers.clock.nowMs();
  }

  async run(): Promise<HopVerdict> {
    const {note, emit, resumed, drivers} = this.#job;
    emit({type: 'hop', hop: note.hop, resumed, at: drivers.clock.date().toISOString()});
    // A person goes on with what was judged bad: it is taken as it is.
    if (note.stage === 'judged' || note.stage === 'cleared') return this.#clear(this.#accepted());
    await this.#note(note.stage);
    await this.#images();
    const back = note.stage === 'back';
    await this.#traffic(resumed ? 'resumed' : 'before');
    try {
      if (!back) await this.#forth();
      if (back || note.hop.rollback) await this.#back();
    } catch (error) {
      // What was measured until then is worth nothing, but nobody must go on calling.
      await this.#job.parts.traffic?.stop().catch(() => undefined);
      throw error;
    }
    return this.#judge(back || note.hop.rollback ? 'back' : 'at the target');
  }

  async #forth(): Promise<void> {
    const {note, resumed} = this.#job;
    const {hop} = note;
    // Of a hop that has begun to move nobody can see any more how things were before.
    if (!resumed) {
      await this.#rest(REST_MS);
      await this.#state('before');
    }
    for (const [place, cluster] of movesOf(hop, 'forth').entries()) {
      await this.#move(cluster, 'forth');
      if (place > 0 || hop.order.length < 2) continue;
      await this.#begin('mixed');
      await this.#rest(hop.holdMs);
      await this.#state('mixed');
    }
    await this.#begin('after');
    await this.#rest(REST_MS);
    await this.#state('after');
  }

  async #back(): Promise<void> {
    await this.#note('back');
    for (const cluster of movesOf(this.#job.note.hop, 'back')) await this.#move(cluster, 'back');
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

  async #traffic(phase: string): Promise<void> {
    const {parts, resumed} = this.#job;
    await parts.traffic?.start(phase, resumed);
    this.#tell(phase);
  }

  async #begin(phase: string): Promise<void> {
    throwIfInterrupted(this.#job.signal);
    await this.#job.parts.traffic?.begin(phase);
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
    const {parts, thresholds} = this.#job;
    const {traffic} = parts;
    const figures = await traffic?.stop();
    const rows = await this.#check('after', now);
    const phases = this.#phases.filter(isJudged);
    const bounds = {...thresholds, phases};
    const verdict = verdictOf(
      {
        ...(traffic === undefined ? {} : {traffic: {figures, verdict: traffic.judge(figures, bounds)}}),
        changes: await parts.changes(),
        rows,
        now,
      },
      thresholds,
    );
    // Back is back, whatever it was like: nothing is gained by keeping what it has come from.
    if (verdict.good || now === 'back') return this.#clear(verdict);
    await this.#note('judged');
    return this.#ended(verdict);
  }

  /** Takes away what the mesh has left, and looks whether it still is whole without it. */
  async #clear(verdict: HopVerdict): Promise<HopVerdict> {
    const {note, drivers} = this.#job;
    const {from, to, strategy, order} = note.hop;
    const gone = verdict.now === 'back' ? to : from;
    await this.#note(verdict.now === 'back' ? 'back' : 'cleared');
    const plan = await this.#planNow();
    await this.#steps(order.map((cluster) => removedStep({plan, cluster, gone, strategy}, drivers)));
    await noteHop(plan, undefined, drivers.docker);
    const rows = await this.#check('cleared', verdict.now);
    const left = verdictOf({changes: [], rows, now: verdict.now}, this.#job.thresholds);
    const known = new Set(verdict.reasons.map(({text}) => text));
    const reasons = [...verdict.reasons, ...left.reasons.filter(({text}) => !known.has(text))];
    return this.#ended({...verdict, good: reasons.length === 0, reasons, rows});
  }

  #ended(verdict: HopVerdict): HopVerdict {
    this.#job.emit({type: 'hopEnded', verdict, atMs: this.#atMs()});
    return verdict;
  }

  /** The verdict of a hop whose end a person has decided upon. */
  #accepted(): HopVerdict {
    return verdictOf({changes: [], rows: [], now: 'at the target'}, this.#job.thresholds);
  }

  async #check(when: 'after' | 'cleared', now: HopVerdict['now']): Promise<readonly CheckRow[]> {
    const {note, parts, drivers, emit} = this.#job;
    const {from, to, strategy} = note.hop;
    const plan = await this.#planNow();
    const range = now === 'back' ? {from: to, to: from, strategy} : {from, to, strategy};
    const [ailments, clusters] = await Promise.all([parts.ailments(), lookClusters(plan, drivers.kubeFor)]);
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
    await noteHop(plan, {...note, stage}, drivers.docker);
  }

  async #steps(steps: readonly Step[]): Promise<void> {
    const {drivers, signal, emit} = this.#job;
    await runSteps(steps, {signal, clock: drivers.clock, emit, lanes: {}});
  }

  #tell(phase: string): void {
    this.#phases.push(phase);
    this.#job.emit({type: 'hopPhase', phase, atMs: this.#atMs()});
  }

  #atMs(): number {
    return this.#job.drivers.clock.nowMs() - this.#startMs;
  }
}
