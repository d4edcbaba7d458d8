import type {CheckId} from './checks.js';

/** What is said of one kind of fault. `${name}` in `cause` and `remedy` is filled in when it is found. */
export interface FindingText {
  /** The check that finds it. */
  readonly check: CheckId;
  readonly title: {readonly en: string};
  /** One sentence. */
  readonly cause: string;
  /**
   * Commands, in their order; `kwest` and the like are functions of `eastwest shell`. They work while a fault is planted,
   * where `eastwest up` is refused, as far as there is a way by hand. A line with a name for which there is no word in
   * what was found is left out.
   */
  readonly remedy: readonly string[];
  readonly page: FindingPage;
}

/** What its page adds, as Markdown. */
export interface FindingPage {
  /** What a person sees who does not know the cause. */
  readonly symptom: string;
  /** How one sees that it is this and nothing else; what `explain` compares. */
  readonly seen: string;
  readonly why: string;
  /** Where it is written about, or where it was measured. */
  readonly source: string;
}

/** Texts by code; keeps the literal types, from which the holes are known. */
export function texts<const T extends Readonly<Record<string, FindingText>>>(all: T): T {
  return all;
}

/** The names between `${` and `}`. */
export type HolesIn<S extends string> = S extends `${string}\${${infer Name}}${infer Rest}`
  ? Name | HolesIn<Rest>
  : never;

/** A text with its holes filled. */
export function filled(text: string, holes: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{(\w+)\}/g, (hole, name: string) => holes[name] ?? hole);
}
