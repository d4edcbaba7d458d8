import test from 'ava';
import {changes} from '../../../src/differences/compare/deep.js';

test('what differs is told as deep as it goes', (t) => {
  t.deepEqual(changes({a: {b: 1, c: 2}}, {a: {b: 1, c: 3}, d: true}), [
    {path: 'a.c', before: 2, after: 3},
    {path: 'd', before: undefined, after: true},
  ]);
  t.deepEqual(changes({a: [1, {b: 2}]}, {a: [1, {b: 2}]}), []);
  t.deepEqual(changes(undefined, {a: 1}), [{path: '', before: undefined, after: {a: 1}}]);
});

test('items with names are held against those of the same name', (t) => {
  const env = (...pairs: readonly (readonly [string, string])[]) => ({
    env: pairs.map(([name, value]) => ({name, value})),
  });
  t.deepEqual(changes(env(['A', '1'], ['B', '2']), env(['B', '3'], ['C', '4'])), [
    {path: 'env[A]', before: {name: 'A', value: '1'}, after: undefined},
    {path: 'env[B].value', before: '2', after: '3'},
    {path: 'env[C]', before: undefined, after: {name: 'C', value: '4'}},
  ]);
});

test('two filters of one name are two, and their order counts', (t) => {
  const filters = (...names: readonly string[]) => ({http_filters: names.map((name) => ({name}))});
  t.deepEqual(changes(filters('rbac', 'rbac', 'router'), filters('rbac', 'router')), [
    {path: 'http_filters[rbac 2]', before: {name: 'rbac'}, after: undefined},
  ]);
  t.deepEqual(changes(filters('a', 'b', 'c'), filters('b', 'a', 'd', 'c')), [
    {path: 'http_filters[d]', before: undefined, after: {name: 'd'}},
    {path: 'http_filters(order)', before: 'a, b, c', after: 'b, a, c'},
  ]);
});

test('chains of one name are told apart by what they match, and are one place in the path', (t) => {
  const chain = (sni: string, cluster: string) => ({
    name: '0.0.0.0_15443',
    filter_chain_match: {server_names: [sni]},
    filters: [{name: 'tcp', typed_config: {cluster}}],
  });
  t.deepEqual(
    changes(
      {filter_chains: [chain('a', 'one'), chain('b', 'two')]},
      {filter_chains: [chain('b', 'three'), chain('a', 'one')]},
    ),
    [{path: 'filter_chains[].filters[tcp].typed_config.cluster', before: 'two', after: 'three'}],
  );
});

test('items without names: what is gone and what has come; one for one they are taken for the same', (t) => {
  t.deepEqual(changes({a: ['x', 'y']}, {a: ['x']}), [{path: 'a[]', before: 'y', after: undefined}]);
  t.deepEqual(changes({a: ['x', 'y']}, {a: ['x', 'z']}), [{path: 'a[]', before: 'y', after: 'z'}]);
  t.deepEqual(changes({rules: [{verbs: ['get']}]}, {rules: [{verbs: ['get', 'list']}]}), [
    {path: 'rules[].verbs[]', before: undefined, after: 'list'},
  ]);
  t.deepEqual(changes({a: ['x', 'y']}, {a: ['y', 'x']}), [
    {path: 'a', before: ['x', 'y'], after: ['y', 'x']},
  ]);
});
