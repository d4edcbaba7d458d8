import test from 'ava';
import {directionsOf, flowsOf, hostOf} from '../../../src/traffic/flows.js';
import {chapterPlan, samplePlan} from '../../helpers/chapter.js';

test('two clusters: both directions, new and reused connections, retries off and on', (t) => {
  const flows = flowsOf(chapterPlan());
  t.deepEqual(
    flows.map(({name}) => name),
    ['west->east', 'east->west'].flatMap((direction) =>
      ['new', 'reused'].flatMap((connection) => [
        `${direction} ${connection} retries-off`,
        `${direction} ${connection} retries-on`,
      ]),
    ),
  );
  t.deepEqual(flows[7], {
    name: 'east->west reused retries-on',
    from: 'east',
    to: 'west',
    connection: 'reused',
    retries: 'on',
  });
});

test('three clusters: each calls the next, so that each calls and is called', (t) => {
  t.deepEqual(directionsOf(samplePlan('three')), [
    {from: 'west', to: 'east'},
    {from: 'east', to: 'south'},
    {from: 'south', to: 'west'},
  ]);
});

test('one cluster alone has nobody to call', (t) => {
  t.throws(() => flowsOf(samplePlan('one')), {code: 'TRAFFIC-ONE-CLUSTER'});
});

test('with and without retries are two hosts', (t) => {
  t.not(hostOf({retries: 'off'}), hostOf({retries: 'on'}));
});
