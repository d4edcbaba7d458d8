/** The roles of Kubernetes that targets can be discovered by here. */
export const ROLES = ['pod', 'node', 'service', 'endpoints'] as const;
export type Role = (typeof ROLES)[number];

/**
 * Prometheus' configuration with discovery by files in `folder`, one for each role, in place of its own discovery
 * in Kubernetes, which Debian's build does not have. All else is left as it stands.
 *
 * @throws for a role that is not known here
 */
export function withFileDiscovery(text: string, folder: string): string {
  return text.replace(
    /^([ \t]*(?:- )?)kubernetes_sd_configs:\n([ \t]*)- role: *(\S+)[ \t]*$/gm,
    (_, before: string, indent: string, name: string) => {
      const role = ROLES.find((known) => known === name);
      if (role === undefined)
        throw new Error(`no discovery of the role ${name}, only of ${ROLES.join(', ')}`);
      return `${before}file_sd_configs:\n${indent}- files: [${folder}/${role}.json]`;
    },
  );
}
