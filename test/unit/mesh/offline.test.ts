import {readFileSync} from 'node:fs';
import test from 'ava';
import {parse} from 'yaml';
import {gatewayFiles, operatorFiles} from '../../../src/mesh/install.js';
import {offlineOperator} from '../../../src/mesh/offline.js';
import {stockEnvoyOperator} from '../../../src/mesh/stock-envoy/switches.js';
import {chapterPlan, SUPPLIED} from '../../helpers/chapter.js';
import {tempFolder} from '../../helpers/temp-folder.js';

test('only the proxies of a bundle are told that they are in no cloud, those of gateways too', async (t) => {
  const cache = await tempFolder(t);
  const planOf = (supply: string) =>
    chapterPlan({...SUPPLIED, supply, folders: {...SUPPLIED.folders, cache}});
  const stockEnvoy = stockEnvoyOperator(chapterPlan().versions.istio);
  const read = (files: readonly string[]): unknown[] =>
    files.slice(1).map((file) => parse(readFileSync(file, 'utf8')) as unknown);
  t.deepEqual(await gatewayFiles(planOf('source'), 'a.yaml'), ['a.yaml']);
  t.deepEqual(read(await operatorFiles(planOf('source'), 'a.yaml')), [stockEnvoy]);
  t.deepEqual(read(await gatewayFiles(planOf('bundle'), 'a.yaml')), [offlineOperator]);
  t.deepEqual(read(await operatorFiles(planOf('bundle'), 'a.yaml')), [offlineOperator, stockEnvoy]);
});
