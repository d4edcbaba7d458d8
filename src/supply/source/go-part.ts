import {join} from 'node:path';

/** Programs that one `go build` makes; their names are the last elements of the package paths. */
export interface GoBuild {
  readonly packages: readonly string[];
  readonly tags?: string;
  /** Name of the program, where it is not that of the package. */
  readonly output?: string;
}

/**
 * Something that is built from Go modules. go.mod and go.sum of its recipe pin every module of it; Go checks each
 * against the sums.
 */
export interface GoPart {
  readonly name: string;
  /** As the project writes it, without a leading v. */
  readonly version: string;
  readonly module: string;
  /** The module's version: the tag, or the commit of it where the project's tags are no Go versions. */
  readonly moduleVersion: string;
  readonly builds: readonly GoBuild[];
  readonly ldflags: string;
  /** Files and folders of the module that are kept beside the programs: path there, name here. */
  readonly keeps: readonly {readonly from: string; readonly to: string}[];
}

export const STRIP = '-s -w';

/** Flags of the linker that write these values into variables of the programs. */
export function stamp(variables: Readonly<Record<string, string>>): string {
  const settings = Object.entries(variables).map(([name, value]) => `-X ${name}=${value}`);
  return [STRIP, ...settings].join(' ');
}

/** Folder of a part's recipe below `images/`. Of Istio there are several versions, each with a folder of its own. */
export function recipeFolder({name, version}: Pick<GoPart, 'name' | 'version'>): string {
  return name === 'istio' ? join(name, version) : name;
}
