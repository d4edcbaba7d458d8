export interface HttpAnswer {
  /** 0 where no status line came. */
  readonly status: number;
  /** From issue to the last byte, in milliseconds. */
  readonly ms: number;
  /** When it was issued, in milliseconds since 1970. */
  readonly at: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Why there is no answer, or not all of it. */
  readonly error?: string;
}

export interface HttpOptions {
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/** HTTP from the machine that this program runs on. A call that fails is an answer too; only an abort throws. */
export interface Http {
  get(url: string, options: HttpOptions): Promise<HttpAnswer>;
}
