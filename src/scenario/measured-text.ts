import {endpointText} from './expectations/endpoint/endpoint.js';
import {tally, tallyText} from './expectations/tally.js';
import type {Measured} from './measured.js';

const SHOWN_CHARACTERS = 600;

/** What a probe measured, in words, where nothing was expected of it. */
export function measuredText(measured: Measured): string {
  const text = wordsOf(measured);
  return text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS)}…`;
}

function wordsOf(measured: Measured): string {
  // Kinds without words of their own are told as they are.
  // eslint-disable-next-line @typescript-eslint/switch-exhaustiveness-check
  switch (measured.kind) {
    case 'calls':
      return tallyText(tally(measured.answers, []), measured.answers.length) || 'no call';
    case 'endpoints':
      return measured.endpoints.map(endpointText).join('; ') || 'no endpoint';
    case 'names':
      return measured.names.join(', ') || 'no name';
    case 'output':
      return `exit code ${measured.exitCode}, ${JSON.stringify(`${measured.stdout}${measured.stderr}`.trim())}`;
    case 'object':
      return measured.object === undefined ? 'not there' : JSON.stringify(measured.object);
    case 'proxies':
      return (
        measured.proxies.map(({proxy, states}) => `${proxy}: ${states.join(' ')}`).join('; ') || 'no proxy'
      );
    default:
      return JSON.stringify(measured);
  }
}
