import {join} from 'node:path';
import {EastwestError, EXIT, InterruptedError} from '../../base/errors.js';
import type {SuppliedIstio} from '../../plan/plan.js';
import type {CommandContext, CommonOptions} from '../command.js';
import {holdSupply} from '../hold-lab.js';
import {makeIstio} from '../make-supply.js';
import {openLab, PACKAGE_FOLDER} from '../open-lab.js';
import {buildableIstio, istioAlone} from '../../supply/index.js';

interface BuildOptions {
  /** That of the other commands cannot be repeated. */
  readonly istio: readonly string[];
  readonly install?: boolean;
  readonly json: boolean;
}

export function command({signal}: CommandContext) {
  return async (given: CommonOptions) => {
    const {istio, install = true, json} = given as unknown as BuildOptions;
    if (istio.length === 0) {
      throw new EastwestError('no version of Istio is named', {
        code: 'BAD-USAGE',
        hint: 'eastwest supply build --istio VERSION',
        exitCode: EXIT.usage,
      });
    }
    // It is about no lab; the drivers and the folders are those of any.
    const opened = await openLab({lab: join(PACKAGE_FOLDER, 'ch12/lab.yaml'), supply: 'source'}, 'nothing');
    const versions = buildableIstio(opened.plan, istio);
    const words = ['supply build', ...versions.map((version) => `--istio ${version}`)].join(' ');
    const made = await holdSupply({command: words, signal}, () =>
      makeIstio(versions, opened, {install, signal}),
    ).catch((error: unknown) => {
      if (!signal.aborted) throw error;
      throw new InterruptedError('it was interrupted', `go on with \`eastwest ${words}\``);
    });
    const built = versions.map((version) => istioAlone(opened.plan.supplied.folders, version));
    process.stdout.write(
      json
        ? `${JSON.stringify({made, istio: built}, null, 2)}\n`
        : `${made.length === 0 ? 'nothing to do' : `${made.length} steps made`}: ${built.map(lineOf).join('; ')}\n`,
    );
    return EXIT.good;
  };
}

function lineOf({version, istioctl, images}: SuppliedIstio): string {
  return `Istio ${version}: ${istioctl}, ${images.pilot}, ${images.proxyv2}`;
}
