import test from 'ava';
import {minorOf, nearestVersion, versionsText} from '../../../src/base/version.js';

const KNOWN = ['1.16.5', '1.17.5', '1.18.2', '1.19.0', '1.20.0'];

const NEAREST: Readonly<Record<string, string>> = {
  '1.17.8': '1.17.5',
  '1.18.0': '1.18.2',
  '1.15.3': '1.16.5',
  '1.21.0': '1.20.0',
  '2.0.0': '1.20.0',
  '1.19': '1.19.0',
  'v1.20.8': '1.20.0',
};

for (const [wanted, nearest] of Object.entries(NEAREST)) {
  test(`nearest to ${wanted} is ${nearest}`, (t) => t.is(nearestVersion(wanted, KNOWN), nearest));
}

test('of two that are as near as each other the newer one, in whatever order they are known', (t) => {
  t.is(nearestVersion('1.18.2', ['1.17.2', '1.19.2']), '1.19.2');
  t.is(nearestVersion('1.18.2', ['1.19.2', '1.17.2']), '1.19.2');
});

test('nothing is near to what is no version', (t) => {
  t.is(nearestVersion('latest', KNOWN), undefined);
  t.is(nearestVersion('1.17.5', []), undefined);
});

test('what is known is told with the nearest, where there is a choice', (t) => {
  t.is(versionsText('1.17.8', ['1.16.5', '1.17.5']), '1.16.5, 1.17.5; nearest is 1.17.5');
  t.is(versionsText('0.14.0', ['0.13.12']), '0.13.12');
  t.is(versionsText('latest', KNOWN), KNOWN.join(', '));
});

test('the minor version is what is before the second dot', (t) => {
  t.is(minorOf('1.17.5'), '1.17');
  t.is(minorOf('1.20.0-rc.1'), '1.20');
});
