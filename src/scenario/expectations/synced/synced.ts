import {z} from 'zod';
import type {Expectation} from '../expectation.js';

const schema = z.literal(true).meta({
  description: 'Every proxy has confirmed everything that was sent to it; there must be at least one.',
  examples: [true],
});

/** Every proxy has confirmed everything that was sent to it; there must be at least one. */
export const synced: Expectation<'proxies', true> = {
  schema,
  judges: ['proxies'],
  judge: (_wanted, {proxies}) => {
    const behind = proxies.filter(({states}) => !states.every((state) => /^(SYNCED|NOT SENT)/.test(state)));
    const first = behind[0] === undefined ? '' : `; ${behind[0].proxy}: ${behind[0].states.join(' ')}`;
    return {
      ok: proxies.length > 0 && behind.length === 0,
      evidence: `${proxies.length - behind.length} of ${proxies.length} proxies in sync${first}`,
      wanted: 'all proxies in sync',
    };
  },
};
