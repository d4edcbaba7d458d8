import type {HopJudgement, Regression} from '../differences/index.js';
import type {StateName} from './hop.js';
import type {Change} from './hop-parts.js';

type Difference = HopJudgement['states'][number]['differences'][number];

/** What differs in any state from the one before the hop, each once, alarms first. Pure. */
export function changesOf({states}: HopJudgement): readonly Change[] {
  const found = new Map<string, Change>();
  for (const {state, differences, regressions} of states) {
    for (const difference of differences) {
      const change = changeOf(difference, regressions, state);
      const same = found.get(keyOf(change));
      found.set(keyOf(change), {...change, states: [...(same?.states ?? []), state]});
    }
  }
  return [...found.values()].sort((one, other) => Number(other.alarm) - Number(one.alarm));
}

/** Why a change is a reason to say no, in a sentence. Pure. */
export function alarmText({name, known, states, text}: Change): string {
  const where = states.join(', ');
  return known ? `${where}: not allowed, --allow ${name} would: ${text}` : `${where}: ${text}`;
}

function keyOf({alarm, text}: Change): string {
  return `${alarm} ${text}`;
}

function changeOf(difference: Difference, regressions: readonly Regression[], state: StateName): Change {
  const {known: name, alarm, where, path, text} = difference;
  const common = {alarm, states: [state]};
  if (name !== undefined) return {...common, name, known: true, text};
  if (where.section !== 'scenarios') {
    return {...common, name: `${where.section} ${path}`.trim(), known: false, text: `unknown: ${text}`};
  }
  const [id = ''] = where.of;
  const why = regressions.find(({scenario}) => scenario === id)?.explainedBy ?? [];
  const may = why.length === 0 ? '' : `; it may be for ${why.join(' or ')}, which --allow takes`;
  const kind = path === 'verdict' ? 'scenario' : 'figures of';
  return {...common, name: `${kind} ${id}`, known: false, text: `${kind} ${text}${may}`};
}
