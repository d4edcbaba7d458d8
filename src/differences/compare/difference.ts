import type {XdsSection} from '../state.js';

/** What of the mesh a difference is about; filters are those of listeners. */
export type Section =
  XdsSection | 'filters' | 'bootstrap' | 'server' | 'rejected' | 'proxies' | 'objects' | 'scenarios';

/** Differences that have one cause, or at least one place in the configuration. */
export interface Difference {
  readonly where: {
    readonly section: Section;
    /** The lab's names. */
    readonly clusters: readonly string[];
    /** `west/istioinaction/webapp` of proxies, `west: Deployment istio-system/istiod` of objects, ids of scenarios. */
    readonly of: readonly string[];
    /** In how many places altogether. */
    readonly places: number;
  };
  /** Within a resource or an object; '' for the whole. */
  readonly path: string;
  /** In short, of the first place; undefined where there was nothing. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** Name of the known change, or of what must not have happened, that it was recognised as. */
  readonly known?: string;
  /** Nobody has said so far that it may be. */
  readonly alarm: boolean;
  /** One line for a person. */
  readonly text: string;
}

/** One difference before those of one cause are put together; `before` and `after` are whole. */
export interface Seen {
  readonly section: Section;
  readonly cluster: string;
  /** Of a proxy. */
  readonly proxy?: {readonly name: string; readonly kind: 'gateway' | 'sidecar'};
  /** Of an object. */
  readonly object?: {readonly kind: string; readonly namespace?: string; readonly name: string};
  /** Name of Envoy's resource, or id of the scenario. */
  readonly resource: string;
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
  /** The DestinationRule that is at work there, where it says the same in both states. */
  readonly rule?: string;
  /** That rule says itself how connections are secured. */
  readonly ownTls?: boolean;
}

const SHOWN_CHARACTERS = 160;

/** A value in short, as it stands in a line of text; undefined for nothing. */
export function short(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS)}…`;
}
