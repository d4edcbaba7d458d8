import test from 'ava';
import {EastwestError, EXIT} from '../../../src/base/errors.js';
import {TARGETS, targetOf} from '../../../src/cli/open-targets.js';
import {chapterPlan, SUPPLIED} from '../../helpers/chapter.js';

const addon = (name: string) => ({manifest: `/tools/${name}.yaml`, version: '1.0.0'});
const plan = chapterPlan({
  ...SUPPLIED,
  supply: 'registry',
  addons: {
    prometheus: addon('prometheus'),
    grafana: addon('grafana'),
    kiali: addon('kiali'),
    jaeger: addon('jaeger'),
  },
});
const BOOK = {prometheus: 1, grafana: 2, kiali: 3, jaeger: 4};

for (const [name, last] of Object.entries(BOOK)) {
  test(`${name} is on the port of the book, in either cluster`, (t) => {
    t.is(new URL(targetOf(name, plan, undefined).url).port, `3000${last}`);
    t.is(new URL(targetOf(name, plan, 'east').url).port, `3100${last}`);
  });
}

test('nothing that is opened is a load balancer: no other machine is named than this one', (t) => {
  for (const name of TARGETS) t.is(new URL(targetOf(name, plan, undefined).probe.url).hostname, '127.0.0.1');
});

test("webapp is asked for by the lab's host name, with what a browser needs to find it", (t) => {
  const {url, probe, hostsLine} = targetOf('webapp', plan, undefined);
  const {hostname, port} = new URL(url);
  t.is(probe.headers['host'], hostname);
  t.is(hostsLine, `127.0.0.1 ${hostname}`);
  t.is(port, '30000');
});

const REFUSED: Record<string, [() => unknown, RegExp]> = {
  'an unknown name': [() => targetOf('istio', plan, undefined), /expected one of webapp, prometheus/],
  'an unknown cluster': [() => targetOf('kiali', plan, 'north'), /expected one of west, east/],
  'an addon that the supply lacks': [
    () => targetOf('kiali', chapterPlan({...SUPPLIED, addons: {}}), undefined),
    /has no kiali/,
  ],
  'a gateway that is not published': [() => targetOf('webapp', plan, 'east'), /no ingress gateway of east/],
};

for (const [what, [open, message]] of Object.entries(REFUSED)) {
  test(`${what} is refused with what there is`, (t) => {
    const error = t.throws<EastwestError>(open, {instanceOf: EastwestError});
    t.regex(error.message, message);
    t.is(error.exitCode, EXIT.usage);
  });
}
