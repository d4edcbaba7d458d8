import type {CertificateChain, ReportCertificate} from '../events/measured.js';
import type {ScenarioStory} from '../events/story.js';
import {html, NOTHING, type Markup} from './markup.js';
import type {PageWords} from './words/words.js';

type Told = PageWords['certificates'];

/** Every certificate chain that was measured, from the leaf to the root. */
export function certificates({steps}: ScenarioStory, {certificates: words}: PageWords): Markup {
  const chains = steps.flatMap(({measurements}) =>
    measurements.flatMap(({measured}) => (measured.kind === 'certificates' ? measured.chains : [])),
  );
  if (chains.length === 0) return NOTHING;
  return html`<div class="part">
    <h4>${words.heading}</h4>
    ${chains.map((chain) => chainTable(chain, words))}
  </div>`;
}

function chainTable({name, certificates: all}: CertificateChain, words: Told): Markup {
  return html`<table class="chain">
    <caption>
      ${name}
    </caption>
    <thead>
      <tr>
        <th scope="col">${words.certificate}</th>
        <th scope="col">${words.issuer}</th>
        <th scope="col">${words.names}</th>
        <th scope="col">${words.valid}</th>
        <th scope="col">${words.signs}</th>
      </tr>
    </thead>
    <tbody>
      ${all.map((certificate, index) => certificateRow(certificate, index, words))}
    </tbody>
  </table>`;
}

function certificateRow(certificate: ReportCertificate, index: number, words: Told): Markup {
  const {subject, issuer, serial, notBefore, notAfter, sans, isCa, pathLength} = certificate;
  const signs = isCa ? words.ca(pathLength) : words.no;
  const rank = words[subject === issuer ? 'root' : index === 0 ? 'leaf' : 'intermediate'];
  return html`<tr>
    <th scope="row">
      <span class="rank" style="--depth: ${index}">${index === 0 ? '' : '↳ '}${rank}</span>
      ${subject === '' ? words.noSubject : subject}
      <span class="quiet serial">${words.serial(serial)}</span>
    </th>
    <td>${subject === issuer ? words.itself : issuer}</td>
    <td>${sans.length === 0 ? '–' : sans.map((san) => html`<code>${san}</code> `)}</td>
    <td>${words.from(dayText(notBefore), dayText(notAfter))}</td>
    <td>${signs}</td>
  </tr>`;
}

/** `2026-11-21 09:00` of an ISO time; any other text as it is. */
function dayText(time: string): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(time) ? time.slice(0, 16).replace('T', ' ') : time;
}
