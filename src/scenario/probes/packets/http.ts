import type {PlainRequest} from '../../measured.js';

const REQUEST = /(GET|HEAD|POST|PUT|DELETE|PATCH|OPTIONS) (\/\S*) HTTP\/1\.[01]\r\n/g;
const FORWARDED_FOR = /^x-forwarded-for: *([^\r\n]*)/im;

/** The HTTP requests that can be read in a direction, wherever they begin. */
export function requestsIn(stream: Buffer): readonly PlainRequest[] {
  const text = stream.toString('latin1');
  return [...text.matchAll(REQUEST)].map((match) => {
    const [whole, method = '', target = ''] = match;
    const headers = text.slice(match.index + whole.length).split('\r\n\r\n', 1)[0] ?? '';
    return {
      method,
      path: target.split('?', 1)[0] ?? target,
      forwardedFor: FORWARDED_FOR.exec(headers)?.[1]?.trim() ?? '',
    };
  });
}
