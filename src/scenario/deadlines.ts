/** How long each kind of work may take, in milliseconds. */
export const DEADLINES = {
  /** A deployment's pods are replaced. Image pulls are not in it: the lab's images are in the node. */
  rolloutMs: 90_000,
  /** What was killed is gone: the kernel does it at once, containerd hears of it. */
  killMs: 5_000,
  /** istiod has told a namespace what root to trust; it must become the leader of several first. */
  rootMs: 60_000,
  /** An object is gone, or is there again. */
  objectMs: 30_000,
  /** A lab that has just been made or repaired becomes ready. */
  needsMs: 30_000,
  /** What was deleted may be going away for a moment, before it counts as left behind. */
  leftoverMs: 5_000,
  /** Taking everything back and `finally`, together. */
  cleanupMs: 180_000,
  /** One look more than a step asked for, where a look takes long. */
  lookMs: 60_000,
  /** Whatever kept a look from measuring anything is over: a pod that is just ending, a port that is just forwarded. */
  blindMs: 10_000,
  /** One call, unless the scenario says otherwise. */
  callMs: 5_000,
  /** Start of the caller in its container, on top of the calls themselves. */
  callerStartMs: 20_000,
  /** Calls that are under way end, and one more is made. */
  startedCallsMs: 30_000,
  execMs: 30_000,
  /** A proxy writes what it has kept for its access log. */
  accessLogMs: 3_000,
  /** Proxies send their spans every 5 s: where none has come for longer, there are no more. */
  spansQuietMs: 6_000,
  /** All spans of a request have come. */
  traceMs: 16_000,
  /** A capture on the wire ends by itself, also when nobody is left to end it. */
  captureMs: 45_000,
} as const;
