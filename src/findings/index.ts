/** What can be found, as data: codes, texts, pages, and the form in which it is said. */
export {FINDING_CODES, FINDINGS, pageOf, type FindingCode, type HolesOf} from './catalogue.js';
export {CHECK_IDS, CHECKS, type CheckId} from './checks.js';
export {
  explanationJsonSchema,
  explanationSchema,
  explanationText,
  type CheckReport,
  type Evidence,
  type Explanation,
} from './explanation.js';
export {filled, type FindingText} from './finding.js';
export {findingPages, type PlantedBy} from './pages.js';
