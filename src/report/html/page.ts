import {createHash} from 'node:crypto';
import {html, raw, type Markup} from './markup.js';
import {STYLE} from './style.js';
import type {Language} from '../../scenario/text.js';

/** What is folded away is shown on paper. */
const SCRIPT = `addEventListener('beforeprint',()=>{for(const d of document.querySelectorAll('details'))d.open=true});`;

/** Nothing is fetched, whatever stands in the page, and no other script runs. */
const POLICY = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${createHash('sha256').update(SCRIPT).digest('base64')}'`;

/** A page that needs nothing but itself: no network, no other file. `more`: styles beside those of every page. */
export function page(title: string, body: Markup, language: Language, more = ''): string {
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        ${raw(`<style>${STYLE}${more}</style>`)}
      </head>
      <body>
        ${body} ${raw(`<script>${SCRIPT}</script>`)}
      </body>
    </html> `.markup;
}
