import {z} from 'zod';
import {EastwestError} from '../../../base/errors.js';
import {addonUrl} from '../../addon-url.js';
import type {Bench} from '../../bench.js';
import {DEADLINES} from '../../deadlines.js';
import type {Span} from '../../measured.js';
import {jsonOf} from '../call/answers.js';

const answer = z.object({
  data: z
    .array(
      z.object({
        spans: z.array(
          z.object({
            operationName: z.string(),
            processID: z.string(),
            tags: z.array(z.object({key: z.string(), value: z.unknown()})),
          }),
        ),
        processes: z.record(z.string(), z.object({serviceName: z.string()})),
      }),
    )
    .nullable(),
});

/** Address of a cluster's Jaeger; the release's manifest gives it this path. */
export function jaegerUrl(cluster: string, {plan}: Pick<Bench, 'plan'>): string {
  return `${addonUrl(cluster, 'jaeger', plan)}/jaeger`;
}

/**
 * The spans that a cluster's Jaeger has of the trace `id`; none where it knows no such trace, which it says with 404.
 *
 * @throws JAEGER-FAILED
 */
export async function spansOf(id: string, cluster: string, bench: Bench): Promise<readonly Span[]> {
  const url = `${jaegerUrl(cluster, bench)}/api/traces/${id}`;
  const options = {headers: {}, signal: bench.signal, timeoutMs: DEADLINES.callMs};
  const {status, body, error} = await bench.http.get(url, options);
  if (status === 404) return [];
  const {success, data} = answer.safeParse(jsonOf(body));
  if (!success) {
    throw new EastwestError(
      `Jaeger of ${cluster} does not answer with traces: ${error ?? `status ${status}`}`,
      {
        code: 'JAEGER-FAILED',
        details: [url],
      },
    );
  }
  return (data.data ?? []).flatMap(({spans, processes}) =>
    spans.map(({operationName, processID, tags}) => {
      const tag = (name: string): string => {
        const value = tags.find(({key}) => key === name)?.value;
        return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
      };
      return {
        cluster,
        service: processes[processID]?.serviceName ?? '',
        operation: operationName,
        status: tag('http.status_code'),
        upstreamCluster: tag('upstream_cluster'),
      };
    }),
  );
}
