/** Who works on something, as whoever comes second is told it. */
export interface Holder {
  readonly pid: number;
  /** As a person has typed it, e.g. `eastwest up`. */
  readonly command: string;
  /** Full path of the folder that it was typed in. */
  readonly folder: string;
  /** ISO 8601. */
  readonly since: string;
}

export type Taken =
  | {release(): Promise<void>}
  /** The name that was not free; without a holder where that one does not answer. */
  | {readonly busy: string; readonly holder: Holder | undefined};

/** Names that one process of this machine at a time may hold. */
export interface Locks {
  /** All of these names, or none of them. A process that has ended, however it did, holds nothing. */
  take(names: readonly string[], holder: Holder): Promise<Taken>;
}
