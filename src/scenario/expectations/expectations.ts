import type {Measured} from '../measured.js';
import {agrees} from './agrees/agrees.js';
import {allowed} from './allowed/allowed.js';
import {answeredBy} from './answered-by/answered-by.js';
import {body} from './body/body.js';
import {certificate} from './certificate/certificate.js';
import {chain} from './chain/chain.js';
import {connections} from './connections/connections.js';
import {count} from './count/count.js';
import {each} from './each/each.js';
import {endpoint} from './endpoint/endpoint.js';
import {exists} from './exists/exists.js';
import type {Expectation, Judgement} from './expectation.js';
import {failover} from './failover/failover.js';
import {hops} from './hops/hops.js';
import {identity} from './identity/identity.js';
import {inNetwork} from './in-network/in-network.js';
import {latency} from './latency/latency.js';
import {line} from './line/line.js';
import {listener} from './listener/listener.js';
import {longestGap} from './longest-gap/longest-gap.js';
import {match} from './match/match.js';
import {names} from './names/names.js';
import {output} from './output/output.js';
import {plaintext} from './plaintext/plaintext.js';
import {proxy} from './proxy/proxy.js';
import {route} from './route/route.js';
import {row} from './row/row.js';
import {sameRoot} from './same-root/same-root.js';
import {share} from './share/share.js';
import {sni} from './sni/sni.js';
import {spans} from './spans/spans.js';
import {status} from './status/status.js';
import {successRate} from './success-rate/success-rate.js';
import {synced} from './synced/synced.js';
import {tls} from './tls/tls.js';

/** Every kind of judgement, by its key in a scenario. */
export const EXPECTATIONS = {
  share,
  answeredBy,
  status,
  body,
  successRate,
  latency,
  longestGap,
  failover,
  connections,
  identity,
  endpoint,
  count,
  names,
  sni,
  listener,
  route,
  exists,
  match,
  output,
  synced,
  line,
  hops,
  spans,
  tls,
  plaintext,
  agrees,
  row,
  proxy,
  chain,
  certificate,
  sameRoot,
  allowed,
  inNetwork,
  each,
};

export type ExpectationKey = keyof typeof EXPECTATIONS;
export const EXPECTATION_KEYS = Object.keys(EXPECTATIONS) as readonly ExpectationKey[];

/** What kinds of measurement an expectation can judge. */
export function judgedBy(key: ExpectationKey): readonly Measured['kind'][] {
  return EXPECTATIONS[key].judges;
}

/** Judges by the kind for a key; the parser has seen to it that value and measurement are of that kind. */
export function judge(key: ExpectationKey, value: unknown, measured: Measured): Judgement {
  return (EXPECTATIONS[key] as unknown as Expectation<Measured['kind'], unknown>).judge(value, measured);
}
