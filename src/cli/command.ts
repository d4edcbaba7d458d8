import type {LabOptions} from './open-lab.js';

/** What the command line says that all commands share. */
export interface CommonOptions extends LabOptions {
  readonly json: boolean;
}

/** What a command gets from main. */
export interface CommandContext {
  readonly signal: AbortSignal;
  readonly version: string;
}
