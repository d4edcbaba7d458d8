import {z} from 'zod';
import {EastwestError, EXIT} from '../../base/errors.js';
import {meant} from '../parts.js';
import {STATE_NAMES, XDS_SECTIONS, type MeshState} from '../state.js';

const named = z.record(z.string(), z.string());
const release = {version: z.string(), revision: z.string().optional()};

const state = z.looseObject({
  format: z.literal(1),
  name: z.enum(STATE_NAMES),
  takenAt: z.iso.datetime(),
  proxy: z.enum(['istio-proxy', 'stock-envoy']),
  istio: z.record(z.string(), z.looseObject({...release, leaving: z.looseObject(release).optional()})),
  addresses: z.looseObject({
    services: named,
    nodes: named,
    gateways: z.array(z.string()),
    podSubnets: named,
    serviceSubnets: named,
  }),
  parts: z.record(z.string(), z.unknown()),
  proxies: z.array(
    z.looseObject({
      cluster: z.string(),
      namespace: z.string(),
      workload: z.string(),
      kind: z.enum(['gateway', 'sidecar']),
      ...Object.fromEntries(XDS_SECTIONS.map((section) => [section, named])),
      bootstrap: z.string(),
      rejected: named,
      server: z.looseObject({version: z.string(), workers: z.number()}),
    }),
  ),
  objects: z.array(
    z.looseObject({
      cluster: z.string(),
      kind: z.string(),
      namespace: z.string().optional(),
      name: z.string(),
      part: z.string(),
    }),
  ),
  setAside: z.array(z.looseObject({what: z.string(), texts: z.number()})),
  scenarios: z.array(
    z.looseObject({
      id: z.string(),
      title: z.string(),
      verdict: z.enum(['passed', 'failed', 'skipped', 'interrupted']),
      evidence: z.string(),
      measured: z.array(
        z.looseObject({
          name: z.string(),
          calls: z.number(),
          answers: z.record(z.string(), z.number()),
          p50Ms: z.number(),
          p99Ms: z.number(),
        }),
      ),
    }),
  ),
});

/** The text of a state's file in the folder of its run. */
export function stateText(value: MeshState): string {
  return `${JSON.stringify(value)}\n`;
}

/**
 * A state from the text of its file.
 *
 * @throws STATE-DAMAGED with what is wrong where
 */
export function readState(text: string, file: string): MeshState {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw damaged(file, 'not JSON; was the run killed while it wrote?');
  }
  const issue = state.safeParse(value).error?.issues[0];
  if (issue !== undefined) throw damaged(file, `${issue.path.map(String).join('.')}: ${issue.message}`);
  const read = value as MeshState;
  const missing = meant(read.proxies, read.objects).find((part) => !(part in read.parts));
  if (missing !== undefined) throw damaged(file, `the part ${missing} is missing`);
  return read;
}

function damaged(file: string, message: string): EastwestError {
  return new EastwestError(`${file}: ${message}`, {
    code: 'STATE-DAMAGED',
    hint: 'make the hop again; nothing can be compared with what was not kept',
    exitCode: EXIT.usage,
  });
}
