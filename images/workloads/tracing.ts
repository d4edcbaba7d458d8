import type {IncomingHttpHeaders} from 'node:http';

// A proxy cannot know which call out belongs to which call in; the program must carry these over itself.
const CARRIED = [
  'x-request-id',
  'x-b3-traceid',
  'x-b3-spanid',
  'x-b3-parentspanid',
  'x-b3-sampled',
  'x-b3-flags',
  'b3',
  'x-ot-span-context',
  'traceparent',
  'tracestate',
];

/** The headers of a request that its calls to others must carry, for one trace to hold them together. */
export function traceHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    CARRIED.flatMap((name) => {
      const value = headers[name];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
}
