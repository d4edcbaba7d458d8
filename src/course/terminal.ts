/** How a line is meant; the terminal decides what that looks like. */
export type Tone = 'heading' | 'text' | 'command' | 'good' | 'bad' | 'quiet' | 'raw';

/** Where the walkthrough is read and typed. */
export interface Terminal {
  /** `raw` and `command` are not wrapped: they are columns, or are to be copied. */
  say(tone: Tone, text: string): void;
  /** What the person types next; undefined where nothing comes any more. */
  ask(prompt: string): Promise<string | undefined>;
  /** Runs work that the person may interrupt; the signal is aborted then. */
  interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T>;
}
