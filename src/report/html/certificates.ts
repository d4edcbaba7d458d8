import type {CertificateChain, ReportCertificate} from '../events/measured.js';
import type {ScenarioStory} from '../events/story.js';
import {html, NOTHING, type Markup} from './markup.js';

/** Every certificate chain that was measured, from the leaf to the root. */
export function certificates({steps}: ScenarioStory): Markup {
  const chains = steps.flatMap(({measurements}) =>
    measurements.flatMap(({measured}) => (measured.kind === 'certificates' ? measured.chains : [])),
  );
  if (chains.length === 0) return NOTHING;
  return html`<div class="part">
    <h4>Certificate chains</h4>
    ${chains.map(chainTable)}
  </div>`;
}

function chainTable({name, certificates: all}: CertificateChain): Markup {
  return html`<table class="chain">
    <caption>
      ${name}
    </caption>
    <thead>
      <tr>
        <th scope="col">certificate</th>
        <th scope="col">issued by</th>
        <th scope="col">names (SAN)</th>
        <th scope="col">valid</th>
        <th scope="col">may sign</th>
      </tr>
    </thead>
    <tbody>
      ${all.map(certificateRow)}
    </tbody>
  </table>`;
}

function certificateRow(certificate: ReportCertificate, index: number): Markup {
  const {subject, issuer, serial, notBefore, notAfter, sans, isCa, pathLength} = certificate;
  const signs = isCa ? `CA${pathLength === undefined ? '' : `, path length ${pathLength}`}` : 'no';
  const rank = subject === issuer ? 'root' : index === 0 ? 'leaf' : 'intermediate';
  return html`<tr>
    <th scope="row">
      <span class="rank" style="--depth: ${index}">${index === 0 ? '' : '↳ '}${rank}</span>
      ${subject === '' ? 'no subject' : subject}
      <span class="quiet serial">serial ${serial}</span>
    </th>
    <td>${subject === issuer ? 'itself' : issuer}</td>
    <td>${sans.length === 0 ? '–' : sans.map((san) => html`<code>${san}</code> `)}</td>
    <td>${dayText(notBefore)} to ${dayText(notAfter)}</td>
    <td>${signs}</td>
  </tr>`;
}

/** `2026-11-21 09:00` of an ISO time; any other text as it is. */
function dayText(time: string): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(time) ? time.slice(0, 16).replace('T', ' ') : time;
}
