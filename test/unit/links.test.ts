import {existsSync, readFileSync, readdirSync} from 'node:fs';
import {dirname, join} from 'node:path';
import test from 'ava';
import {projectFile} from '../helpers/project.js';

const PAGES = [
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'],
  ...readdirSync(projectFile('docs'), {recursive: true, encoding: 'utf8'})
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

/** A page without what is shown as code. */
const proseOf = (text: string): string => text.replace(/^```[^]*?^```/gm, '').replace(/`[^`\n]*`/g, '');

/** Of headings, as GitHub makes them, and of anchors that stand in the page. */
const anchorsOf = (text: string): readonly string[] => [
  ...[...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  ),
  ...[...text.matchAll(/<a (?:id|name)="([^"]+)"/g)].map(([, name = '']) => name),
];

/** What leads nowhere, with the page that it stands on. */
function deadLinks(page: string): readonly string[] {
  const text = readFileSync(projectFile(page), 'utf8');
  const links = [...proseOf(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, to = '']) => to);
  return links
    .filter((link) => {
      if (/^[a-z]+:/.test(link)) return false;
      const [path = '', anchor] = link.split('#');
      const file = projectFile(path === '' ? page : join(dirname(page), path));
      if (!existsSync(file)) return true;
      return anchor !== undefined && !anchorsOf(readFileSync(file, 'utf8')).includes(decodeURI(anchor));
    })
    .map((link) => `${page}: ${link}`);
}

test('every link in README and docs leads to a file and a heading that are there', (t) => {
  t.true(PAGES.includes('docs/upgrades.md') && PAGES.length > 50);
  t.deepEqual(PAGES.flatMap(deadLinks), []);
});
