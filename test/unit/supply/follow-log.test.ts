import test from 'ava';
import {goProgress, lastLine} from '../../../src/supply/follow-log.js';

test('while Go downloads, the download is told', (t) => {
  t.is(goProgress(['go: downloading k8s.io/api v0.26.15']), 'downloading k8s.io/api v0.26.15');
});

test('while Go compiles, the packages are counted and the last one is named', (t) => {
  const lines = ['go: downloading k8s.io/api v0.26.15', 'internal/goos', 'k8s.io/kubernetes/pkg/apis/core'];
  t.is(goProgress(lines), '2 packages, last pkg/apis/core');
});

test('an empty log says nothing', (t) => {
  t.is(goProgress([]), '');
  t.is(lastLine([]), '');
});

test('a long line is cut', (t) => {
  t.is(lastLine(['first', 'x'.repeat(200)]), 'x'.repeat(80));
});
