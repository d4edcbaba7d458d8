import {htmlText, type RunStory} from '../../src/report/index.js';
import {RUNS, storyFixture} from './runs.js';

export const STORY = storyFixture(RUNS[0]);
export const PAGE = htmlText(STORY);
export const {clusters} = STORY.facts;
export const scenario = (name: string, story: RunStory = STORY) => {
  const found = story.results.find((result) => result.name === name);
  if (found === undefined) throw new Error(`the fixture has no ${name}`);
  return found;
};
export const section = (name: string): string => {
  const from = PAGE.indexOf(`id="scenario-ch12-${name}"`);
  return PAGE.slice(from, PAGE.indexOf('</section>', from));
};
export const count = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length;
