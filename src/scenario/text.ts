import {z} from 'zod';
import {strict} from './strict.js';

/** The languages that scenarios are told in; English is always there. */
export const LANGUAGES = ['en', 'ko'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A text for people. */
export interface Text {
  readonly en: string;
  readonly ko?: string | undefined;
}

/** A text in the languages beside English, as far as it was translated. */
export type Translations = Readonly<Partial<Record<Exclude<Language, 'en'>, string>>>;

export function translationsOf({ko}: Text): Translations | undefined {
  return ko === undefined ? undefined : {ko};
}

const plain = z.string().min(1, 'expected a text that is not empty');

/** In a file: English alone, or a mapping by language. */
export const textSchema = z.union([
  plain,
  strict({
    en: plain.describe('In English.'),
    ko: plain.optional().describe('In Korean.'),
  }),
]);

export function textOf(written: z.infer<typeof textSchema>): Text {
  return typeof written === 'string' ? {en: written} : written;
}

/** The text in a language, in English where it was not translated. */
export function told(text: Text, language: Language): string {
  return text[language] ?? text.en;
}
