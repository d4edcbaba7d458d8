/** What pages about hops have beside the style of every page. */
export const HOPS_STYLE = `
.badge.good { background: var(--good-ground); color: var(--good); }
.badge.regression, .badge.broken { background: var(--wrong-ground); color: var(--wrong); }
.badge.unmeasured, .badge.refused { background: var(--note-ground); color: var(--note); }
.badge.not-run { background: var(--raised); color: var(--quiet); }
.counts .good { background: var(--good-ground); color: var(--good); }
.counts .regression, .counts .broken { background: var(--wrong-ground); color: var(--wrong); }
.counts .unmeasured, .counts .refused { background: var(--note-ground); color: var(--note); }
.counts .not-run { color: var(--quiet); }
.legend { display: grid; grid-template-columns: max-content 1fr; gap: .3rem .9rem; font-size: .9rem; margin: 0 0 1.2rem; }
.legend dt, .legend dd { margin: 0; }
.reading { max-width: 60rem; }

.matrix { table-layout: fixed; border-collapse: separate; border-spacing: .3rem; font-size: .86rem; margin: 0 -.3rem 1.2rem; }
.matrix th, .matrix td { border: 0; }
.matrix thead th { vertical-align: bottom; padding: .2rem .6rem; }
.matrix thead .way { font-size: .95rem; color: var(--text); font-weight: 600; border-bottom: 1px solid var(--line); }
.matrix tbody th { width: 9rem; padding: .5rem .6rem .5rem .3rem; white-space: nowrap; }
.matrix tbody th b { display: block; font-weight: 600; font-size: .95rem; }
.matrix td { border-radius: .4rem; padding: 0; border-left: .3rem solid transparent; }
.matrix td a { display: block; padding: .5rem .6rem; text-decoration: none; border-radius: .4rem; height: 100%; }
.matrix td a:hover b { text-decoration: underline; }
.matrix td b, .matrix td span { display: block; }
.matrix td .bad { font-weight: 600; }
.matrix td .in { padding: .5rem .6rem; }
.matrix td.good { background: var(--good-ground); border-left-color: var(--good); color: var(--text); }
.matrix td.regression, .matrix td.broken { background: var(--wrong-ground); border-left-color: var(--wrong); }
.matrix td.unmeasured, .matrix td.refused { background: var(--note-ground); border-left-color: var(--note); }
.matrix td.not-run { background: var(--raised); border-left-color: var(--line); color: var(--quiet); }
.matrix td.good b { color: var(--good); } .matrix td.unmeasured b, .matrix td.refused b { color: var(--note); }
.matrix td.regression b, .matrix td.broken b { color: var(--wrong); }
.matrix .turn th { font-size: .82rem; font-weight: 500; color: var(--quiet); padding-top: .8rem; }

.scenario.good { border-left-color: var(--good); }
.scenario.regression, .scenario.broken { border-left-color: var(--wrong); }
.scenario.unmeasured, .scenario.refused { border-left-color: var(--note); }
.scenario:target { outline: 3px solid var(--accent); outline-offset: 2px; }
.scenario > details { margin: 1rem 0 0; border-top: 1px solid var(--line); padding-top: .8rem; }
.scenario > details > summary { margin: 0 0 .6rem; }
.seen-changes th:first-child { width: 26%; } .seen-changes th:last-child { width: 22%; }
main > .scenario { margin-top: 1.6rem; }
.reasons { padding-left: 1.2rem; margin: .4rem 0; max-width: 62rem; overflow-wrap: anywhere; }
.reasons.bad { color: var(--wrong); }
.reasons code { font-size: .82em; }
.figures { display: flex; flex-wrap: wrap; gap: .4rem 2rem; margin: .6rem 0; padding: 0; list-style: none; }
.figures b { display: block; font-size: 1.15rem; font-variant-numeric: tabular-nums; }
.figures span { color: var(--quiet); font-size: .85rem; }
.phases td.bad, .flows td.bad { color: var(--wrong); font-weight: 600; }
.phases tr.aside > * { color: var(--quiet); } .phases em { font-style: normal; font-size: .82rem; }
.phases th, .flows th { white-space: nowrap; }
.known dt { margin: .5rem 0 0; } .known dd { margin: 0; max-width: 62rem; }
.known .mark { margin-left: .5rem; }
@media (max-width: 700px) { .matrix td { min-width: 11rem; } }
@media print { .scenario:target { outline: 0; } }
`;
