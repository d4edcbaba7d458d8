import type {Emit} from '../engine/events.js';
import type {Measured} from './measured.js';

/** `skipped`: this lab cannot show it. `interrupted`: a person ended the run. */
export type Verdict = 'passed' | 'failed' | 'skipped' | 'interrupted';

export interface StepResult {
  readonly phase: string;
  /** What was done or measured, in a few words. */
  readonly title: string;
  readonly explain: string;
  readonly ok: boolean;
  /** Measured numbers with the sample size, or what an action waited for. */
  readonly evidence: string;
  /** What was wanted instead; only where it is not ok. */
  readonly wanted?: string;
  readonly seconds: number;
}

export interface ScenarioResult {
  readonly id: string;
  readonly pack: string;
  readonly name: string;
  readonly title: string;
  readonly verdict: Verdict;
  /** A few words for the table. */
  readonly evidence: string;
  readonly seconds: number;
  readonly steps: readonly StepResult[];
  /** What could not be taken back; the next run tries again. */
  readonly leftBehind: readonly string[];
}

export interface ScenarioEvent {
  readonly type: 'scenario';
  readonly id: string;
  readonly title: string;
  readonly state: 'begun' | Verdict;
  /** ISO 8601. */
  readonly at: string;
  readonly evidence?: string;
  readonly seconds?: number;
}

export interface PhaseEvent {
  readonly type: 'phase';
  readonly scenario: string;
  readonly phase: string;
  readonly at: string;
}

/** `seen` comes while a step waits, whenever what it sees has changed. */
export interface ScenarioStepEvent {
  readonly type: 'scenarioStep';
  readonly scenario: string;
  readonly phase: string;
  readonly title: string;
  readonly explain: string;
  readonly state: 'running' | 'seen' | 'passed' | 'failed';
  readonly at: string;
  readonly text?: string;
  readonly seconds?: number;
}

/** What a probe measured when it was judged for the last time; for reports. */
export interface MeasuredEvent {
  readonly type: 'measured';
  readonly scenario: string;
  readonly phase: string;
  readonly title: string;
  readonly at: string;
  readonly measured: Measured;
}

export type RunEvent = ScenarioEvent | PhaseEvent | ScenarioStepEvent | MeasuredEvent;
export type EmitRun = Emit<RunEvent>;
