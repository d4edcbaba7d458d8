import test from 'ava';
import type {KubeObject} from '../../../src/drivers/kube/kube.js';
import {verdictOf} from '../../../src/scenario/probes/truth-table/authorization.js';

const CALLEE = {namespace: 'shop', labels: {app: 'backend', version: 'v1'}};
const WEBAPP = 'cluster.local/ns/shop/sa/webapp';
const GATEWAY = 'cluster.local/ns/istio-system/sa/gateway';

function policy(spec: object, namespace = 'shop'): KubeObject {
  return {
    apiVersion: 'security.istio.io/v1beta1',
    kind: 'AuthorizationPolicy',
    metadata: {name: 'p', namespace},
    spec,
  };
}

const from = (source: object) => [{from: [{source}]}];
const to = (operation: object) => [{to: [{operation}]}];

/** A test of what a row of policies says to a caller. */
function says(
  title: string,
  policies: readonly KubeObject[],
  expected: 'allow' | 'deny',
  request: {principal?: string; method?: string; path?: string} = {},
): void {
  test(title, (t) => {
    const whole = {principal: WEBAPP, method: 'GET', path: '/', ...request};
    t.is(verdictOf(policies, CALLEE, whole), expected);
  });
}

says('without a policy all is allowed', [], 'allow');
says('an empty ALLOW lets nobody in', [policy({})], 'deny');
says('a rule that asks for nothing lets everybody in', [policy({rules: [{}]})], 'allow');
says('an ALLOW for the caller', [policy({rules: from({principals: [WEBAPP]})})], 'allow');
says('an ALLOW for another', [policy({rules: from({principals: [GATEWAY]})})], 'deny');
says('one of two ALLOW', [policy({}), policy({rules: from({principals: [WEBAPP]})})], 'allow');
says(
  'a DENY wins over an ALLOW',
  [policy({rules: [{}]}), policy({action: 'DENY', rules: from({principals: [WEBAPP]})})],
  'deny',
);
says(
  'a DENY for another leaves the rest open',
  [policy({action: 'DENY', rules: from({principals: [GATEWAY]})})],
  'allow',
);
says('a policy for other pods', [policy({selector: {matchLabels: {app: 'other'}}})], 'allow');
says('a policy for these pods', [policy({selector: {matchLabels: {app: 'backend'}}})], 'deny');
says('a policy of another namespace', [policy({}, 'elsewhere')], 'allow');
says('a policy of the root namespace', [policy({}, 'istio-system')], 'deny');
says('a namespace', [policy({rules: from({namespaces: ['shop']})})], 'allow');
says('all namespaces but one', [policy({rules: from({notNamespaces: ['shop']})})], 'deny');
says('all principals but one', [policy({rules: from({notPrincipals: [GATEWAY]})})], 'allow');
says('the beginning of a path', [policy({rules: to({paths: ['/api*']})})], 'allow', {path: '/api/x'});
says('the end of a principal', [policy({rules: from({principals: ['*/sa/webapp']})})], 'allow');
says('any principal, but there is none', [policy({rules: from({principals: ['*']})})], 'deny', {
  principal: '',
});
says('another method', [policy({rules: to({methods: ['POST']})})], 'deny');
says('all paths but one', [policy({rules: to({notPaths: ['/admin']})})], 'deny', {path: '/admin'});
says(
  'source and operation both',
  [policy({rules: [{...from({principals: [WEBAPP]})[0], ...to({paths: ['/x']})[0]}]})],
  'deny',
);

const unknown = test.macro((t, spec: object, what: RegExp) => {
  t.throws(() => verdictOf([policy(spec)], CALLEE, {principal: WEBAPP, method: 'GET', path: '/'}), {
    code: 'POLICY-UNKNOWN',
    message: what,
  });
});

test('a condition is an error, not a guess', unknown, {rules: [{when: [{key: 'x'}]}]}, /when/);
test('addresses are an error', unknown, {rules: from({ipBlocks: ['10.0.0.0/8']})}, /ipBlocks/);
test('an action of another kind is an error', unknown, {action: 'CUSTOM'}, /CUSTOM/);
test('a list that is none is an error', unknown, {rules: from({principals: 'all'})}, /all/);
