/**
 * What tells Istio's agent how to end a proxy that is to end: Envoy drains for so many seconds at least, then it is killed
 * as soon as nobody is connected to it. By default it is killed 5 s after, whoever is connected.
 */
export function drainingEnv(seconds: number): Readonly<Record<string, string>> {
  return {EXIT_ON_ZERO_ACTIVE_CONNECTIONS: 'true', MINIMUM_DRAIN_DURATION: `${seconds}s`};
}

/** Seconds more for a proxy that somebody is still connected to, before Kubernetes ends it hard. */
export const DRAIN_MARGIN_SECONDS = 5;
