import type {CertificateChain} from '../measured.js';

/** The chains of a name: of one cluster where it is named (`west default`), of every cluster where it is not. */
export function chainsNamed(chains: readonly CertificateChain[], name: string): readonly CertificateChain[] {
  return chains.filter((chain) => chain.name === name || chain.name.endsWith(` ${name}`));
}
