/** What the reference says before its tables. */
export const INTRODUCTION = `A scenario is a YAML file that claims one thing of the running lab. It says what it needs, changes the lab step by
step, and judges what is then measured. Whatever it changed is taken back, whether it passed or not.

- Files: \`DIR/PACK/NAME.yaml\`, one scenario in each. \`DIR\` is the package's \`scenarios/\`, or any folder that
  \`--scenarios DIR\` names.
- Begin: \`eastwest new PACK/NAME --scenarios DIR\` writes a file to start from.
- Check: \`eastwest lint FILE…\` tells everything that is wrong, as file:line:col, without a lab.
- Run: \`eastwest run --scenarios DIR PACK/NAME\`, or \`PACK\` for all of them.
- Choose: \`--only KEY=VALUE\` and \`--skip KEY=VALUE\` go by \`metadata.labels\`, or by \`NAME\`.
- Editors check and complete with \`schemas/scenario.schema.json\` of the package; the first line below tells them.

How a scenario goes: what it needs is waited for (\`needs\`); the clusters' objects are noted; \`given\` brings its
preconditions about; the \`phases\` run up to the first step that fails; if one failed, \`catch\` looks; every change is
taken back, the last one first; \`finally\` runs, and what it changed is taken back as well; the clusters' objects must be as they were noted. What is different
then is a failure that names it, e.g. \`west: DestinationRule istioinaction/x is still there\`. A scenario that was
killed half-way is taken back by the next run.

Verdicts: \`passed\`; \`failed\`, with what was seen and what was wanted; \`skipped\`, with what this lab does not have
(a cluster of \`needs\`, \`requires\`, \`istio\`). A scenario for clusters of another lab is judged by its form alone here.

A whole file:`;

/** What the tables of a step cannot say. */
export const RULES = `- A probe wants \`expect\`; only in \`catch\` it need not have it. An action has neither \`expect\` nor any of the keys
  that say how often to look.
- A step has at most one of \`within\`, \`consistently\`, \`never\`. \`converges\` goes with \`within\`.
- A phase has at least one probe: an action that nobody looks at proves nothing.
- \`catch\` has probes only.

A duration is a number with \`ms\`, \`s\` or \`m\`: \`500ms\`, \`30s\`, \`1.5m\`. A share is \`">= 0.9"\` (also \`<=\`, \`>\`, \`<\`,
\`==\`), or it is counted: \`20 of 20\`, \`">= 18 of 20"\`, which also fixes the size of the sample. A count is \`2\`, or
\`">= 1"\`. A text for people is in English, or \`{en: …, ko: …}\`.

\`\${var.NAME}\` in a step is a variable of the scenario; a value that is nothing but a number's variable is a number.
Within \`{…}\` it wants quotes: \`{count: '\${var.answers}'}\`. Other variables are what the lab has: an address is the one
that the load balancer has really given. A manifest is applied as it stands: \`kubectl\` by hand does the same.`;
