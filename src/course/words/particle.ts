/** A word with the particle that its last sound asks for. */
export function particle(word: string, afterConsonant: string, afterVowel: string): string {
  return `${word}${hasFinal(word) ? afterConsonant : afterVowel}`;
}

/** Whether a word ends in a consonant, as far as Hangul tells; other scripts are taken to end in a vowel. */
export function hasFinal(word: string): boolean {
  const code = (word.codePointAt(word.length - 1) ?? 0) - 0xac00;
  return code >= 0 && code < 11_172 && code % 28 !== 0;
}
