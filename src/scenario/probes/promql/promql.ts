import {z} from 'zod';
import {addonUrl} from '../../addon-url.js';
import {shellLine} from '../../commands.js';
import {DEADLINES} from '../../deadlines.js';
import {strict} from '../../strict.js';
import {answerOf} from '../call/answers.js';
import type {Probe} from '../probe.js';

const schema = strict({
  cluster: z.string().min(1).describe('Whose Prometheus is asked.'),
  query: z.string().min(1).describe("In Prometheus' language."),
}).meta({
  description:
    "What a cluster's Prometheus answers to a query: one call, whose body is the JSON of Prometheus' API. What it has is as old as its last look at the proxies, 15 s at most.",
  examples: [{cluster: 'west', query: 'sum(rate(envoy_cluster_upstream_rq{app="webapp"}[1m])) > 0'}],
});

/** The answer of a cluster's Prometheus to a query. */
export const promql: Probe<z.infer<typeof schema>> = {
  schema,
  gives: 'calls',
  title: ({cluster, query}) => `Prometheus of ${cluster}: ${query}`,
  commands: ({cluster, query}, plan) => [
    shellLine(
      'curl',
      '-s',
      urlOf(addonUrl(cluster, 'prometheus', plan)),
      '--data-urlencode',
      `query=${query}`,
    ),
  ],
  measure: async ({cluster, query}, {plan, http, signal}) => {
    const url = `${urlOf(addonUrl(cluster, 'prometheus', plan))}?query=${encodeURIComponent(query)}`;
    const answer = await http.get(url, {headers: {}, signal, timeoutMs: DEADLINES.callMs});
    const call = {...answer, reused: false};
    return {kind: 'calls', calls: [call], answers: [answerOf(call, 'status')]};
  },
};

function urlOf(address: string): string {
  return `${address}/api/v1/query`;
}
