const REDACTED = '[redacted]';

/** Keys whose text is a secret wherever they stand: of Secrets, kubeconfigs, TLS contexts, HTTP headers. */
const SECRET_KEY =
  /^(authorization|proxy-authorization|cookie|set-cookie|password|passwd|token|client-key-data|(id|access|refresh|bearer)[-_]?token|(private|client|api)[-_]?key|.*\.key|.*key\.pem)$/i;

/** Annotation in which kubectl keeps an object as it was applied, its data with it. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

const KEY_WORDS =
  'client-key-data|(?:id|access|refresh|bearer)[-_]?token|token|password|(?:private|client|api)[-_]?key';

/** Each way in which a secret can stand in a text; what is captured first stays. */
const IN_TEXT: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY-----|$)/g, REDACTED],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g, REDACTED],
  [/\b(authorization["']?\s*:\s*["']?(?:bearer|basic)?\s*)[\w.~+/=-]{4,}/gi, `$1${REDACTED}`],
  [/\b(Bearer +)[\w.~+/=-]{16,}/g, `$1${REDACTED}`],
  [new RegExp(`^(\\s*(?:- )?["']?(?:${KEY_WORDS})["']?\\s*[:=]\\s*)\\S.*$`, 'gim'), `$1${REDACTED}`],
  [new RegExp(`(\\\\*"(?:${KEY_WORDS})\\\\*"\\s*:\\s*\\\\*")[^"\\\\]+`, 'gi'), `$1${REDACTED}`],
  [new RegExp(`(--(?:${KEY_WORDS})[= ])\\S+`, 'gi'), `$1${REDACTED}`],
];

const BASE64_RUN = /(?:[A-Za-z0-9+/]{40,}={0,2}\s*)+/g;
const SECRET_MANIFEST = /^\s*["']?kind["']?\s*:\s*["']?Secret(?:List)?["']?\s*,?\s*$/m;
const MAY_BE_SECRET = /key|eyJ|LS0t|secret|token|passw|bearer|authorization|[A-Za-z0-9+/]{40}/i;

/**
 * The value without what nobody else may know: data of Secrets, private keys, tokens, passwords. Everything that is
 * written of a run goes through here. What is public stays: certificates, names, addresses.
 */
export function redacted<T>(value: T): T {
  return cleaned(value) as T;
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(cleaned);
  const secret = isSecret(value);
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => {
      if (secret && (key === 'data' || key === 'stringData')) return [key, blanked(part)];
      if (secret && key === 'items' && Array.isArray(part)) return [key, part.map(cleanItem)];
      if (key === LAST_APPLIED || (SECRET_KEY.test(key) && typeof part === 'string' && part !== ''))
        return [key, key === LAST_APPLIED ? cleaned(part) : REDACTED];
      return [cleanText(key), cleaned(part)];
    }),
  );
}

/** The objects of a list do not say their kind. */
function cleanItem(item: unknown): unknown {
  return cleaned(typeof item === 'object' && item !== null ? {kind: 'Secret', ...item} : item);
}

function isSecret(value: object): boolean {
  return 'kind' in value && (value.kind === 'Secret' || value.kind === 'SecretList');
}

/** What was there stays visible, what it said does not. */
function blanked(data: unknown): unknown {
  if (typeof data !== 'object' || data === null) return REDACTED;
  return Object.fromEntries(Object.keys(data).map((key) => [key, REDACTED]));
}

function cleanText(text: string): string {
  if (!MAY_BE_SECRET.test(text)) return text;
  const parsed = jsonOf(text);
  if (parsed !== undefined) {
    const clean = JSON.stringify(cleaned(parsed));
    return clean === JSON.stringify(parsed) ? text : clean;
  }
  const known = IN_TEXT.reduce(
    (rest, [pattern, instead]) => rest.replace(pattern, instead),
    withoutManifests(text),
  );
  return known.replace(BASE64_RUN, (run) =>
    Buffer.from(run, 'base64').toString('latin1').includes('PRIVATE KEY') ? REDACTED : run,
  );
}

function jsonOf(text: string): object | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}

/** A YAML document, or what is left of a JSON text, that shows a Secret is left out whole. */
function withoutManifests(text: string): string {
  if (!SECRET_MANIFEST.test(text)) return text;
  return text
    .split(/^(---.*\n)/m)
    .map((part) => (SECRET_MANIFEST.test(part) ? `${REDACTED} (a Secret)\n` : part))
    .join('');
}
