/** A package as dpkg knows it. */
export interface DebianPackage {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
}

/** dpkg's file of what is installed in an image. */
export const DPKG_STATUS = '/var/lib/dpkg/status';

/** The packages that are installed, sorted by name; those that were removed but for their settings do not count. */
export function debianPackages(status: string): readonly DebianPackage[] {
  return status
    .split(/\n{2,}/)
    .flatMap((paragraph) => {
      const field = (name: string): string | undefined =>
        new RegExp(`^${name}: (.+)$`, 'm').exec(paragraph)?.[1];
      const [name, version, architecture] = ['Package', 'Version', 'Architecture'].map(field);
      if (name === undefined || version === undefined || architecture === undefined) return [];
      return field('Status')?.endsWith(' installed') === true ? [{name, version, architecture}] : [];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
