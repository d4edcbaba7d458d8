/** Text that is markup already; everything else is escaped where it is put into some. */
export interface Markup {
  readonly markup: string;
}

type Part = Markup | string | number | undefined | readonly Part[];

/** Markup from a template. What is filled in is escaped unless it is markup; lists are joined, nothing is ''. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return {markup: texts.map((text, index) => text + written(parts[index])).join('')};
}

function written(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part));
  return 'markup' in part ? part.markup : part.map(written).join('');
}

/** For texts and for attributes in quotes. Control characters, which HTML forbids, are shown as replaced. */
export function escaped(text: string): string {
  return text.replace(/[&<>"'\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, (mark) => MARKS[mark] ?? '\uFFFD');
}

const MARKS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Trusted text of our own, e.g. a style sheet. */
export function raw(text: string): Markup {
  return {markup: text};
}

export const NOTHING: Markup = raw('');

/** An id for links within the page; equal texts have equal ids. */
export function anchor(...words: readonly string[]): string {
  return words.join('-').replace(/[^\w-]+/g, '-');
}
