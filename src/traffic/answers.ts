import type {Drivers} from '../drivers/drivers.js';
import type {Step} from '../engine/step.js';
import {clusterNamed, type Plan} from '../plan/plan.js';
import {endTraffic} from './caller.js';
import {directionsOf, hostOf} from './flows.js';
import {ingressOf} from './ingress.js';

const CURL = ['curl', '-s', '-m', '3', '-o', '/dev/null', '-w', '%{http_code}'];
const CURL_MS = 5000;

/** Every way is answered before anything is measured; taken back, nobody calls any more. */
export function answersStep(plan: Plan, {docker, kubeFor}: Drivers): Step {
  const ways = directionsOf(plan).flatMap(({from}) =>
    (['off', 'on'] as const).map((retries) => ({from, host: hostOf({retries})})),
  );
  const answerOf = async (from: string, host: string, signal: AbortSignal): Promise<string> => {
    const address = await ingressOf(kubeFor(clusterNamed(plan, from).kubeconfig));
    if (address === undefined) return 'the ingress has no address';
    const command = [...CURL, '-H', `Host: ${host}`, `http://${address}/`];
    return (await docker.exec(plan.client.name, command, {signal, timeoutMs: CURL_MS})).stdout;
  };
  return {
    id: 'traffic.answers',
    title: 'Calls in every direction are answered',
    needs: plan.clusters.flatMap(({name}) => [`traffic.${name}.ready`, `traffic.${name}.routes`]),
    commands: ways.map(
      ({from, host}) =>
        `docker exec ${plan.client.name} curl -s -H 'Host: ${host}' http://INGRESS_OF_${from}/`,
    ),
    deadlineMs: 60_000,
    done: async ({signal}) => {
      const answers = await Promise.all(
        ways.map(async ({from, host}) => ({from, host, answer: await answerOf(from, host, signal)})),
      );
      return {
        done: answers.every(({answer}) => answer === '200'),
        seen: answers.map(({from, host, answer}) => `${host} by way of ${from}: ${answer}`).join(', '),
      };
    },
    run: () => Promise.resolve(),
    undo: ({signal}) => endTraffic({docker, plan, signal}),
  };
}
