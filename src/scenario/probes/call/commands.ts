import {ISTIO_SYSTEM, type Plan} from '../../../plan/plan.js';
import {shellLine} from '../../commands.js';
import {sourceWords, type Source} from '../source.js';
import type {AnswerKind} from './answers.js';

interface Calls {
  readonly from: Source;
  readonly gateway?: string | undefined;
  readonly host?: string | undefined;
  readonly path?: string | undefined;
  readonly url?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly count: number;
  readonly rate?: number | undefined;
  readonly by?: AnswerKind | undefined;
}

/** The same calls by hand: curl where the client is, the lab's own caller in a pod, whose image has no curl. */
export function callCommands(calls: Calls, plan: Plan): readonly string[] {
  const {from, gateway, url = '', count, headers, rate} = calls;
  if (typeof from !== 'string') {
    const job = JSON.stringify({url, headers, count, rate});
    return [shellLine(...sourceWords(from, plan), 'node', '/app/calls.js', job)];
  }
  const address =
    gateway === undefined
      ? []
      : [
          `EXT_IP=$(k${gateway} get svc -n ${ISTIO_SYSTEM} istio-ingressgateway -o jsonpath='{.status.loadBalancer.ingress[0].ip}')`,
        ];
  const once = `docker exec ${from} sh -c "${curlOf(calls)}"`;
  return [...address, count === 1 ? once : `for i in $(seq ${count}); do ${once}; done | sort | uniq -c`];
}

/** Stands between double quotes, so that the shell fills the address in. */
function curlOf({gateway, host = '', path = '/', url = '', headers = {}, by = 'body'}: Calls): string {
  const all = {...headers, ...(gateway === undefined ? {} : {Host: host})};
  const given = Object.entries(all).map(([name, value]) => `-H '${name}: ${value}' `);
  const target = gateway === undefined ? url : `http://$EXT_IP${path}`;
  if (by === 'status') return `curl -s ${given.join('')}-o /dev/null -w '%{http_code}\\n' ${target}`;
  return `curl -s ${given.join('')}${target} | jq -c '.body? // .'`;
}
