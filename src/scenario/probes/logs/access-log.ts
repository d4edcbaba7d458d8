import type {AccessEntry} from '../../measured.js';

/** A word, a text in quotation marks, or a time in brackets. */
const TOKEN = /\[[^\]]*\]|"(?:[^"\\]|\\.)*"|[^\s"]+/g;

/** How many fields Istio's default format has; a line with another number is something else. */
const FIELDS = 22;

/**
 * A line of a proxy's access log in Istio's default text format; undefined for every other line. Order of the
 * fields: https://istio.io/v1.17/docs/tasks/observability/logs/access-log/#default-access-log-format
 */
export function accessEntryOf(at: string, line: string): AccessEntry | undefined {
  const fields = (line.match(TOKEN) ?? []).map((field) => field.replace(/^"(.*)"$/, '$1'));
  const [time = '', request = '', code = ''] = fields;
  if (fields.length !== FIELDS || !time.startsWith('[') || !/^\d+$/.test(code)) return undefined;
  const [method = '', path = ''] = request.split(' ');
  const field = (index: number): string => fields[index] ?? '';
  return {
    at,
    method,
    path,
    code: Number(code),
    flags: field(3),
    // Of a request; what has only connections tells it of their end.
    details: field(4) === '-' ? field(5) : field(4),
    forwardedFor: field(11),
    requestId: field(13),
    authority: field(14),
    upstreamHost: field(15),
    upstreamCluster: field(16),
    caller: field(19),
    sni: field(20),
  };
}
