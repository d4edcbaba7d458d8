/** Colours of Okabe and Ito, darkened or lightened to be readable as text on the ground. */
const LIGHT = `
  --ground: #ffffff; --raised: #f6f7f9; --line: #d9dde3; --text: #1b1f24; --quiet: #5b6470;
  --c0: #0068a8; --c1: #c25400; --c2: #00805f; --c3: #a3316c; --cx: #6b5a8e; --good: #1a6e46; --wrong: #b3202a; --note: #8a5a00;
  --good-ground: #e6f3ec; --wrong-ground: #fbe9ea; --note-ground: #fdf3df; --band: #f3f5f8; --accent: #0068a8; --bar: #566170;`;
const DARK = `
  --ground: #14171b; --raised: #1c2127; --line: #353c45; --text: #e8ebef; --quiet: #a2abb6;
  --c0: #5cb8f2; --c1: #f59a4a; --c2: #4fd3a8; --c3: #f291c4; --cx: #bda7e6; --good: #6fd39d; --wrong: #ff8a8f; --note: #f0c065;
  --good-ground: #16301f; --wrong-ground: #3a1c1f; --note-ground: #35290f; --band: #1a1f25; --accent: #5cb8f2; --bar: #a9b3c0;`;

/** The style sheet of every page; fonts are the reader's own. */
export const STYLE = `
:root { color-scheme: light dark; ${LIGHT} }
@media (prefers-color-scheme: dark) { :root { ${DARK} } }
* { box-sizing: border-box; }
html { font-size: 16px; scroll-behavior: smooth; }
body { margin: 0 auto; max-width: 76rem; padding: 2.5rem 1.5rem 4rem; background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", "Liberation Sans", sans-serif; }
@media (min-width: 1700px) { html { font-size: 20px; } }
:lang(ko) { word-break: keep-all; overflow-wrap: anywhere; }
h1 { font-size: 2.4rem; line-height: 1.15; margin: .2rem 0 1rem; letter-spacing: -.015em; text-wrap: balance; }
h2 { font-size: 1.4rem; margin: 3rem 0 1rem; }
h3 { font-size: 1.5rem; line-height: 1.25; margin: .3rem 0; text-wrap: balance; }
h4 { font-size: 1.05rem; margin: 0 0 .6rem; }
h5 { font-size: .95rem; font-weight: 500; margin: 1rem 0 .4rem; color: var(--quiet); }
h5 b { color: var(--text); }
p { margin: .3rem 0; }
a { color: inherit; text-decoration-color: var(--accent); text-underline-offset: .2em; }
a:focus-visible, summary:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; border-radius: 3px; }
code, pre { font: .86em/1.5 ui-monospace, "DejaVu Sans Mono", monospace; }
.quiet, .time, .kind, .proxy, figcaption { color: var(--quiet); }
.time { font-size: .85rem; white-space: nowrap; font-variant-numeric: tabular-nums; font-weight: 400; }
.kind, .proxy, figcaption { font-size: .9rem; }
.counts { display: flex; flex-wrap: wrap; gap: .6rem; list-style: none; padding: 0; margin: 0 0 .8rem; }
.counts li { padding: .3rem .9rem; border-radius: 99px; background: var(--raised); border: 1px solid transparent; }
.counts .failed { background: var(--wrong-ground); color: var(--wrong); }
.counts .passed { background: var(--good-ground); color: var(--good); }
.counts .skipped, .counts .interrupted { background: var(--note-ground); color: var(--note); }
.counts .zero, .counts .took { color: var(--quiet); }
.badge { display: inline-block; padding: .05rem .6rem; border-radius: 99px; font-size: .85rem; font-weight: 600; white-space: nowrap; }
.badge.passed { background: var(--good-ground); color: var(--good); }
.badge.failed { background: var(--wrong-ground); color: var(--wrong); }
.badge.skipped, .badge.interrupted { background: var(--note-ground); color: var(--note); }

table { border-collapse: collapse; width: 100%; font-size: .92rem; margin: 0 0 1.2rem; }
caption { text-align: left; font-weight: 600; padding: 0 0 .3rem; }
th, td { text-align: left; vertical-align: top; padding: .38rem .9rem .38rem 0; border-bottom: 1px solid var(--line);
  overflow-wrap: anywhere; }
th:last-child, td:last-child { padding-right: 0; }
thead th { font-weight: 500; color: var(--quiet); font-size: .82rem; border-bottom-color: var(--quiet); overflow-wrap: normal; }
tbody th { font-weight: 500; }
.number { font-variant-numeric: tabular-nums; white-space: nowrap; }
.overview tbody th { width: 34%; }
.overview tbody th a { display: block; }
.overview code { color: var(--quiet); font-weight: 400; }
@media screen { .overview tr.passed .measured { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; } }
.overview tr.failed td:nth-child(3) { color: var(--wrong); }
.runs tbody th { color: var(--quiet); font-weight: 400; white-space: nowrap; padding-right: 1.5rem; }
.runs th[scope=col] { width: 44%; }
.verdicts { table-layout: fixed; } .verdicts th:first-child { width: 32%; } .verdicts th:last-child { width: 9.5rem; }
.verdicts tbody code { display: block; color: var(--quiet); font-weight: 400; } .verdicts .seen { display: block; margin-top: .2rem; }
.differs > * { background: var(--note-ground); } .verdicts .differs th { box-shadow: -.6rem 0 0 var(--note-ground); }
h3 code { font-size: .7em; font-weight: 400; color: var(--quiet); }
.versions { margin: 1.5rem 0 .4rem; }

figure { margin: 0 0 1.2rem; }
svg { display: block; width: 100%; height: auto; }
svg text { fill: var(--text); font: 14px system-ui, -apple-system, "Segoe UI", "Liberation Sans", sans-serif; }
svg text.small { font-size: 12.5px; fill: var(--quiet); }
.topology .frame { fill: none; stroke-width: 1.5; }
.topology .k0 .frame { stroke: var(--c0); } .topology .k1 .frame { stroke: var(--c1); } .topology .k2 .frame { stroke: var(--c2); } .topology .k3 .frame { stroke: var(--c3); }
.topology .title { font-size: 21px; font-weight: 650; }
.topology .k0 .title { fill: var(--c0); } .topology .k1 .title { fill: var(--c1); } .topology .k2 .title { fill: var(--c2); } .topology .k3 .title { fill: var(--c3); }
.topology .node, .topology .workload rect { fill: var(--raised); stroke: var(--line); }
.topology .name { font-weight: 600; }
.topology .address, .topology .pod { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: 13px; }
.topology .bus { stroke: var(--quiet); stroke-width: 3; stroke-linecap: round; fill: none; }
.topology .wire { stroke: var(--quiet); stroke-width: 1.5; }
.topology .joint, .topology .tip { fill: var(--quiet); }
.topology .link { stroke: var(--quiet); stroke-width: 1.5; fill: none; }
.topology .reads { stroke-dasharray: 4 4; }

.scenario { border: 1px solid var(--line); border-left: .35rem solid var(--good); border-radius: .5rem;
  padding: 1.2rem 1.4rem 1rem; margin: 0 0 2rem; scroll-margin-top: 1rem; }
.scenario.failed { border-left-color: var(--wrong); }
.scenario.skipped, .scenario.interrupted { border-left-color: var(--note); }
.scenario header { margin: 0 0 1.2rem; }
.scenario .id { display: flex; gap: .8rem; align-items: baseline; margin: 0; }
.scenario .id code { color: var(--quiet); }
.scenario .evidence { font-size: 1.02rem; max-width: 60rem; overflow-wrap: anywhere; }
.scenario.failed .evidence, .left, .cut { color: var(--wrong); }
.part { margin: 1.6rem 0 0; }

.timeline .phase { fill: var(--band); } .timeline .phase.odd { fill: none; }
.timeline .phase-name { font-size: 12.5px; fill: var(--quiet); }
.timeline .rule, .axis line { stroke: var(--line); }
.axis text { font-size: 12.5px; fill: var(--quiet); font-variant-numeric: tabular-nums; }
.timeline .who { font-weight: 600; }
.call, .like { stroke-width: 1.4; }
.c0 { fill: var(--c0); stroke: var(--c0); } .c1 { fill: var(--c1); stroke: var(--c1); }
.c2 { fill: var(--c2); stroke: var(--c2); } .c3 { fill: var(--c3); stroke: var(--c3); } .cx { fill: var(--cx); stroke: var(--cx); }
.bad { fill: var(--ground); stroke-width: 2; } .none { fill: none; stroke: var(--wrong); stroke-width: 2.2; }
.fine { stroke-width: .4; } .bad.fine { stroke-width: .9; } .none.fine { stroke-width: 1; }
.sample { display: inline-block; width: 1em; height: 1em; vertical-align: -.12em; }
.happening line { stroke: var(--quiet); stroke-width: 1; stroke-dasharray: 2 3; }
.happening .bar { fill: var(--quiet); opacity: .45; }
.happening circle, .happening > rect:not(.bar) { fill: var(--ground); stroke: var(--quiet); stroke-width: 1.5; }
.happening text { font-size: 11.5px; font-weight: 600; }
.happening.ejection line { stroke: var(--wrong); stroke-dasharray: none; opacity: .7; }
.happening.ejection > rect { fill: var(--wrong-ground) !important; stroke: var(--wrong) !important; }
.happenings { margin: .4rem 0 .6rem; padding-left: 1.8rem; font-size: .9rem; columns: 2; column-gap: 2.5rem; }
.happenings li { break-inside: avoid; overflow-wrap: anywhere; }
.happenings b { font-weight: 600; }
.happenings .ejection b { color: var(--wrong); }

.shares .wide { width: 30%; } .shares thead .wide { white-space: nowrap; }
.shares .bar { height: 1.35rem; }
.track { fill: var(--raised); } .expected { fill: var(--good); fill-opacity: .22; stroke: var(--good); stroke-width: 1; }
.measured { fill: var(--bar); } .measured.former { opacity: .5; } .measured.wrong { fill: var(--wrong); }
td.good { color: var(--good); } td.wrong { color: var(--wrong); }
.moments { display: grid; grid-template-columns: repeat(auto-fit, minmax(30rem, 1fr)); gap: 0 2.5rem; }
.endpoints th[scope=row] { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .86em; white-space: nowrap; }
.mark { font-style: normal; font-size: .78rem; color: var(--note); font-weight: 600; font-family: system-ui, sans-serif; white-space: nowrap; }
.changed, .new th, .gone th { background: var(--note-ground); font-weight: 600; }
.changed, .new th, .gone th { box-shadow: -.4rem 0 0 var(--note-ground); }
.gone td { color: var(--quiet); }
.chain .rank { display: block; color: var(--quiet); font-size: .82rem; padding-left: calc(var(--depth) * .9rem); }
.serial { display: block; font-size: .78rem; font-weight: 400; }
.truth td.agree { color: var(--good); } .truth td span, .truth td b { display: block; }
.truth td.wrong { background: var(--wrong-ground); }

.explained .cause { font-size: 1.05rem; max-width: 60rem; } .explained pre { padding: .5rem .7rem; background: var(--raised);
  border-radius: .3rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.explained tr.fault > * { background: var(--wrong-ground); } .explained tr.ok td:first-of-type { color: var(--good); }
.explained tr.not-judged > *, .explained tr.unknown > * { color: var(--quiet); } .explained .seen { display: block; }

.steps { margin: 1.6rem 0 0; border-top: 1px solid var(--line); padding-top: .8rem; }
summary { cursor: pointer; font-weight: 600; }
.steps ol, .steps ul { padding: 0; margin: 0; list-style: none; }
.step { padding: .7rem 0 .7rem 1rem; border-left: 2px solid var(--line); margin: 0 0 .5rem; }
.step.failed { border-left-color: var(--wrong); }
.step .why { max-width: 56rem; }
.step .what, .step .seen, .step .wanted { font-size: .92rem; overflow-wrap: anywhere; }
.step .sign { color: var(--good); font-weight: 700; }
.step.failed .sign, .step.failed .what b, .step.failed .seen { color: var(--wrong); }
.label { display: inline-block; min-width: 5.2em; color: var(--quiet); }
.step pre { margin: .4rem 0; padding: .5rem .7rem; background: var(--raised); border-radius: .3rem; white-space: pre-wrap;
  overflow-wrap: anywhere; }
.undone { font-size: .9rem; } .undone li { overflow-wrap: anywhere; }
footer { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: .8rem; font-size: .88rem; color: var(--quiet); }

@media (max-width: 700px) { .moments { grid-template-columns: 1fr; } .happenings { columns: 1; } h1 { font-size: 1.8rem; }
  table { display: block; overflow-x: auto; } }
@media print {
  :root { ${LIGHT} color-scheme: light; }
  html { font-size: 10.5pt; }
  body { padding: 0; max-width: none; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .scenario { border: 0; border-top: 1.5pt solid var(--quiet); border-radius: 0; padding: .8rem 0 0; margin: 0 0 1rem; }
  .timeline text { font-size: 15px; } .timeline text.small, .axis text, .timeline .phase-name { font-size: 14px; }
  figure, tr, .step, h3, h4, h5, caption { break-inside: avoid; }
  h2, h3, h4, h5, caption, thead, summary, .scenario header { break-after: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; }
  .moments { grid-template-columns: 1fr; }
}
`;
