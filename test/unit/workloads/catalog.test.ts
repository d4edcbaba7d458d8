import test from 'ava';
import {started} from './servers.js';

test('lists its items with prices as texts', async (t) => {
  const answer = await fetch(`${await started(t, 'catalog', {})}/items`);
  const items = (await answer.json()) as Record<string, unknown>[];
  t.is(answer.status, 200);
  t.true(items.length > 1);
  for (const item of items) {
    t.deepEqual(Object.keys(item), ['id', 'color', 'department', 'name', 'price']);
    t.regex(String(item['price']), /^\d+\.\d\d$/);
    t.is(typeof item['price'], 'string');
  }
});

test('gives one item by its id', async (t) => {
  const address = await started(t, 'catalog', {});
  const all = (await (await fetch(`${address}/items`)).json()) as {id: number}[];
  const one: unknown = await (await fetch(`${address}/items/${all[1]?.id}`)).json();
  t.deepEqual(one, all[1]);
});

test('answers 404 for what it does not have, 405 for what it does not do', async (t) => {
  const address = await started(t, 'catalog', {});
  const missing = await fetch(`${address}/items/999`);
  t.is(missing.status, 404);
  t.deepEqual(await missing.json(), {error: 'no item 999'});
  t.is((await fetch(`${address}/nothing`)).status, 404);
  t.is((await fetch(`${address}/items`, {method: 'DELETE'})).status, 405);
});

test('says who answered', async (t) => {
  const plain = await fetch(`${await started(t, 'catalog', {})}/items`);
  const named = await fetch(`${await started(t, 'catalog', {NAME: 'catalog-east'})}/healthz`);
  t.is(plain.headers.get('x-served-by'), 'catalog@pod-1');
  t.is(named.headers.get('x-served-by'), 'catalog-east@pod-1');
  t.is(named.status, 200);
});
