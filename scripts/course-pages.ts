import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {openLab} from '../src/cli/open-lab.js';
import {chapterPage} from '../src/course/index.js';
import {LANGUAGES, loadScenarios, type Language} from '../src/scenario/index.js';

/** `docs/ch12.md` and `docs/ch12.ko.md`: each pack of the project as reading matter. */
export async function coursePages(project: string): Promise<Readonly<Record<string, string>>> {
  const pack = 'ch12';
  const {plan} = await openLab({lab: join(project, pack, 'lab.yaml'), supply: 'source'}, 'nothing');
  const scenarios = loadScenarios(join(project, 'scenarios'), [pack], plan);
  const pages = await Promise.all(
    LANGUAGES.map(async (language) => {
      const introduction = await readFile(
        join(project, 'scenarios', pack, `intro${suffix(language)}.md`),
        'utf8',
      );
      return [
        `docs/${pack}${suffix(language)}.md`,
        chapterPage(scenarios, introduction, plan, language),
      ] as const;
    }),
  );
  return Object.fromEntries(pages);
}

/** English is what stands without a suffix. */
function suffix(language: Language): string {
  return language === 'en' ? '' : `.${language}`;
}
