import {readdirSync, readFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {parse} from 'yaml';
import {projectFile} from '../helpers/project.js';

/** A scenario as its file has it, read past the product: what is to be skipped must not be said by who skips it. */
interface Written {
  readonly metadata: {readonly name: string; readonly pack: string};
  readonly spec: {readonly needs?: {readonly clusters?: readonly string[]}};
}

/** Why a scenario of the chapter is skipped in the chapter's own lab, of the source supply, by id. */
const CHAPTERS_OWN: Readonly<Record<string, string>> = {
  'ch12/dashboards': 'requires istio-proxy, kiali',
};

/** Of every scenario of the chapter why a lab with these clusters skips it; undefined where it must pass. */
export function chapterSkips(clusters: readonly string[]): Readonly<Record<string, string | undefined>> {
  const folder = projectFile('scenarios/ch12');
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  return Object.fromEntries(
    files.map((file) => {
      const {metadata, spec} = parse(readFileSync(join(folder, file), 'utf8')) as Written;
      const id = `${metadata.pack}/${basename(file, '.yaml')}`;
      const away = (spec.needs?.clusters ?? []).filter((name) => !clusters.includes(name));
      const plural = away.length === 1 ? 'cluster' : 'clusters';
      return [id, away.length > 0 ? `requires the ${plural} ${away.join(', ')}` : CHAPTERS_OWN[id]] as const;
    }),
  );
}

/** What of a run is not as it is to be, a line each: verdicts, reasons, and scenarios that are missing. */
export function wrongVerdicts(
  results: readonly {readonly id: string; readonly verdict: string; readonly evidence: string}[],
  skips: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const missing = Object.keys(skips).filter((id) => !results.some((one) => one.id === id));
  const wrong = results.filter(({id, verdict, evidence}) =>
    skips[id] === undefined ? verdict !== 'passed' : verdict !== 'skipped' || evidence !== skips[id],
  );
  return [
    ...missing.map((id) => `${id}: was not run`),
    ...wrong.map(({id, verdict, evidence}) => `${id} ${verdict}: ${evidence}`),
  ];
}
