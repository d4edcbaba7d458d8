interface Judged {
  /** How many scenarios have a verdict. */
  readonly count: number;
  /** Those that did not pass, each with its verdict, and with its evidence where it failed. */
  readonly others: readonly string[];
}

/** What `run --json` says, for an assertion that tells what failed: of a long output often only the end is kept. */
export function judged(stdout: string): Judged {
  const {results} = JSON.parse(stdout) as {
    results: readonly {id: string; verdict: string; evidence: string}[];
  };
  const others = results
    .filter(({verdict}) => verdict !== 'passed')
    .map(({id, verdict, evidence}) => `${id} ${verdict}${verdict === 'skipped' ? '' : `: ${evidence}`}`);
  return {count: results.length, others};
}
