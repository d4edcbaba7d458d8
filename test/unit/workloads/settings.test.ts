import test from 'ava';
import {parseDurationMs} from '../../../images/workloads/durations.js';
import {listenAddressOf} from '../../../images/workloads/env.js';
import {backendSettingsOf} from '../../../images/workloads/simple-backend-settings.js';
import {drawMs, timingOf} from '../../../images/workloads/timing.js';

const duration = test.macro({
  exec: (t, text: string, ms: number | undefined) => t.is(parseDurationMs(text), ms),
  title: (_, text) => `the duration ${JSON.stringify(text)}`,
});

test(duration, '0', 0);
test(duration, '150ms', 150);
test(duration, '1.5s', 1500);
test(duration, '1m30s', 90_000);
test(duration, '500us', 0.5);
test(duration, '150', undefined);
test(duration, 'ms', undefined);
test(duration, '1s later', undefined);
test(duration, '-1s', undefined);

const refused = test.macro({
  exec: (t, env: Record<string, string>, message: string) => {
    t.throws(() => backendSettingsOf(env), {name: 'SettingError', message});
  },
  title: (_, env) => `refuses ${JSON.stringify(env)}`,
});

test(refused, {ERROR_RATE: '1.5'}, 'ERROR_RATE: expected a number from 0 to 1, found "1.5"');
test(refused, {ERROR_RATE: 'all'}, 'ERROR_RATE: expected a number from 0 to 1, found "all"');
test(refused, {ERROR_CODE: '200'}, 'ERROR_CODE: expected a number from 400 to 599, found "200"');
test(refused, {ERROR_CODE: '500.5'}, 'ERROR_CODE: expected a whole number, found "500.5"');
test(
  refused,
  {ERROR_TYPE: 'delay'},
  'ERROR_TYPE: expected http_error, the only one that is served here, found "delay"',
);
test(
  refused,
  {SERVER_TYPE: 'grpc'},
  'SERVER_TYPE: expected http, the only one that is served here, found "grpc"',
);
test(
  refused,
  {TIMING_50_PERCENTILE: 'x'},
  'TIMING_50_PERCENTILE: expected a duration such as 150ms or 1s, found "x"',
);
test(
  refused,
  {TIMING_99_PERCENTILE: '9'},
  'TIMING_99_PERCENTILE: expected a duration such as 150ms or 1s, found "9"',
);
test(
  refused,
  {TIMING_VARIANCE: 'some'},
  'TIMING_VARIANCE: expected a percentage such as 10 or a duration such as 40ms, found "some"',
);
test(
  refused,
  {UPSTREAM_URIS: 'http://a,b'},
  'UPSTREAM_URIS: expected http:// addresses with commas between, found "b"',
);
test(
  refused,
  {HTTP_CLIENT_REQUEST_TIMEOUT: 'soon'},
  'HTTP_CLIENT_REQUEST_TIMEOUT: expected a duration such as 150ms or 1s, found "soon"',
);

test('an empty variable counts as not set', (t) => {
  t.deepEqual(backendSettingsOf({ERROR_RATE: '', UPSTREAM_URIS: ' '}), backendSettingsOf({}));
});

test('LISTEN_ADDR may leave the host out', (t) => {
  t.deepEqual(listenAddressOf({LISTEN_ADDR: ':9090'}, 8080), {host: '0.0.0.0', port: 9090});
  t.deepEqual(listenAddressOf({}, 3000), {host: '0.0.0.0', port: 3000});
  t.throws(() => listenAddressOf({LISTEN_ADDR: '0.0.0.0:99999'}, 80), {message: /^LISTEN_ADDR: expected/});
});

test('the percentiles that are not set are those below them', (t) => {
  const {p50Ms, p90Ms, p99Ms} = timingOf({TIMING_50_PERCENTILE: '150ms', TIMING_99_PERCENTILE: '2s'});
  t.deepEqual([p50Ms, p90Ms, p99Ms], [150, 150, 2000]);
});

const drawn = test.macro({
  exec: (t, variance: string, which: number, off: number, ms: number) => {
    const timing = timingOf({
      TIMING_50_PERCENTILE: '100ms',
      TIMING_90_PERCENTILE: '200ms',
      TIMING_99_PERCENTILE: '300ms',
      TIMING_VARIANCE: variance,
    });
    t.is(drawMs(timing, which, off), ms);
  },
  title: (_, variance: string, which: number, off: number) =>
    `the time with variance ${variance}, drawn by ${which} and ${off}`,
});

test(drawn, '0', 0, 0, 100);
test(drawn, '0', 0.89, 0.9, 100);
test(drawn, '0', 0.9, 0, 200);
test(drawn, '0', 0.99, 0, 300);
test(drawn, '10', 0, 0, 90);
test(drawn, '10%', 0, 1, 110);
test(drawn, '40ms', 0, 0, 60);
test(drawn, '40ms', 0.9, 0.75, 220);
test(drawn, '400ms', 0, 0, 0);
