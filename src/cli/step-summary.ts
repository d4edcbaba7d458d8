import {appendFileSync} from 'node:fs';

/**
 * Adds Markdown to the page that a CI server shows of a job; GitHub Actions and those that are like it name a file for it.
 * Where none is named nothing is written.
 */
export function addToSummary(markdown: string, env: NodeJS.ProcessEnv = process.env): void {
  const file = env['GITHUB_STEP_SUMMARY'] ?? '';
  if (file !== '') appendFileSync(file, `${markdown}\n`);
}
