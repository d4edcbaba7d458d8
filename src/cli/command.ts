/** What the command line says that all commands share. */
export interface CommonOptions {
  readonly lab: string;
  readonly supply: string;
  readonly json: boolean;
}

/** What a command gets from main. */
export interface CommandContext {
  readonly signal: AbortSignal;
  readonly version: string;
}
