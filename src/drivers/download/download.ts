/** A file to fetch. */
export interface DownloadRequest {
  readonly url: string;
  /** Full path that it gets once it is whole and verified. */
  readonly file: string;
  /** SHA-256 as 64 hex digits. */
  readonly sha256: string;
  readonly signal: AbortSignal;
  /** Told as bytes come; `total` where the server says it. */
  readonly onProgress?: (got: number, total: number | undefined) => void;
}

/** Files by HTTPS, through the proxies that the environment names. */
export interface Downloads {
  /**
   * Fetches a file, going on where an earlier attempt ended (`FILE.part`), and again after a failure until the
   * budget is used up. The file gets its name only when its sum is right; a DOWNLOAD-… error otherwise.
   */
  file(request: DownloadRequest): Promise<void>;
  /** A small text, e.g. a checksum file; at most 64 KiB. */
  text(url: string, signal: AbortSignal): Promise<string>;
  /**
   * Whether anything at all answers at this URL in time, be it a refusal, or with a certificate that is not trusted
   * here: the engine, which is to pull, has CAs of its own.
   */
  answers(url: string, timeoutMs: number): Promise<boolean>;
}
