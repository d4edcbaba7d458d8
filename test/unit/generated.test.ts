import test from 'ava';
import {asItStands, generated, GENERATED} from '../helpers/generated.js';

for (const name of GENERATED) {
  test(`${name} is what its sources say; npm run generate makes it anew`, async (t) => {
    t.is(asItStands(name), await generated(name));
  });
}
