import test from 'ava';
import {EastwestError} from '../../../../src/base/errors.js';
import {hostPlatform, platformText, refusePlatform} from '../../../../src/supply/bundle/platform.js';

const MAC = {os: 'darwin', architecture: 'arm64'};

test('a bundle is for the machines that its tools run on, whatever its images are for', (t) => {
  t.notThrows(() => refusePlatform('darwin/arm64', MAC));
  t.notThrows(() => refusePlatform(undefined, MAC));
  t.notThrows(() => refusePlatform(platformText(hostPlatform())));
  const error = t.throws<EastwestError>(() => refusePlatform('linux/arm64', MAC), {
    instanceOf: EastwestError,
  });
  t.is(error.code, 'BUNDLE-PLATFORM');
  t.is(error.message, 'the tools that are here are for darwin/arm64, not for linux/arm64');
});
