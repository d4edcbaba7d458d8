import chalk from 'chalk';
import wrapAnsi from 'wrap-ansi';
import type {CheckReport, Evidence, Explanation} from '../../findings/index.js';
import type {Plan} from '../../plan/plan.js';
import {seconds} from './renderer.js';

export interface Layout {
  /** Of the terminal; undefined where it is none. */
  readonly columns?: number | undefined;
  /** Whether what was seen is shown of every check. */
  readonly evidence: boolean;
}

const MOST_COLUMNS = 110;
const TITLE_COLUMNS = 20;

/** Commands that everybody has; all others are functions or programs of `eastwest shell`. */
const OUTSIDE = /^(eastwest|docker) /;

const SIGNS: Readonly<Record<Exclude<CheckReport['state'], 'not-judged'>, string>> = {
  ok: chalk.green('✓'),
  fault: chalk.red('✗'),
  unknown: chalk.yellow('?'),
};

/** `west, east and south`. */
const NAMES = new Intl.ListFormat('en-GB', {type: 'conjunction'});

/** What is about to be done. */
export function openingText({lab, clusters}: Plan): string {
  const names = NAMES.format(clusters.map(({name}) => name));
  return `Lab ${lab}: what ${names} are made of, in the order of cause.\n\n`;
}

/** One line for each check, and nothing for one that is not judged; what was seen below it where it does not hold. */
export function checkText({title, state, looked, evidence, reason}: CheckReport, layout: Layout): string {
  if (state === 'not-judged') return '';
  const name = title.padEnd(TITLE_COLUMNS);
  const line = `  ${SIGNS[state]} ${state === 'ok' ? name : chalk.bold(name)}`;
  const text = block(state === 'ok' ? chalk.dim(looked) : looked, TITLE_COLUMNS + 4, layout).trimStart();
  const more = state === 'ok' && !layout.evidence ? '' : evidenceText(evidence, layout);
  const why = reason === undefined ? '' : block(reason, TITLE_COLUMNS + 4, layout);
  return `${line}${text}${more}${why}`;
}

function evidenceText(evidence: readonly Evidence[], layout: Layout): string {
  const width = Math.max(0, ...evidence.map(({of}) => of.length)) + 2;
  const lines = evidence.map(({of, seen}) => {
    const indent = TITLE_COLUMNS + 4 + width;
    return `${' '.repeat(TITLE_COLUMNS + 4)}${chalk.dim(of.padEnd(width))}${block(seen, indent, layout).trimStart()}`;
  });
  return lines.join('');
}

/** The finding, or that there is none. `place` says where a page is, as one would open it from here. */
export function closingText(
  {finding, verdict, checks, seconds: took}: Explanation,
  layout: Layout,
  place: (page: string) => string,
): string {
  const time = seconds(took * 1000);
  if (verdict === 'healthy')
    return `\n${chalk.green('Nothing is wrong')}: ${checks.length} checks hold (${time}).\n`;
  if (finding === undefined) {
    const open = checks.find(({state}) => state === 'unknown');
    return `\n${chalk.yellow('Nobody can say')}: ${open?.title ?? ''}: ${open?.reason ?? ''} (${time}). Try it again in a moment.\n`;
  }
  const {title, code, cause, remedy, page} = finding;
  const left = checks.filter(({state}) => state === 'not-judged').map((one) => one.title);
  const inShell = remedy.some((line) => !OUTSIDE.test(line));
  return [
    `\n${chalk.red.bold(title)} ${chalk.dim(`[${code}]`)}\n`,
    block(cause, 2, layout),
    `\n${chalk.bold(inShell ? 'Remedy, in `eastwest shell`' : 'Remedy')}\n`,
    ...remedy.map((line) => `  ${line}\n`),
    `\n${chalk.bold('More:')} ${place(page)}\n`,
    ...(left.length === 0
      ? []
      : ['\n', block(chalk.dim(`Cannot be judged before: ${left.join(', ')}.`), 0, layout)]),
    chalk.dim(`${time}\n`),
  ].join('');
}

/** Text in lines that are no longer than the terminal is wide, each after so many blanks. */
function block(text: string, indent: number, {columns}: Layout): string {
  const room = Math.max(30, Math.min(columns ?? MOST_COLUMNS, MOST_COLUMNS) - indent);
  const lines = wrapAnsi(text, room, {hard: false, trim: true}).split('\n');
  return `${lines.map((line) => `${' '.repeat(indent)}${line}`).join('\n')}\n`;
}
