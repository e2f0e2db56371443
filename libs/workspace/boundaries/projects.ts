/** Which kind of project may import which: the tags `kind:` in each package.json's `nx`. */
export const projectTable = {
  kernel: [],
  contracts: ['kernel'],
  infrastructure: ['kernel', 'contracts', 'infrastructure'],
  service: ['kernel', 'contracts', 'infrastructure'],
  testing: ['kernel', 'contracts', 'infrastructure'],
  // Composes the services by their modules (a package has no other door), and is itself imported by nobody.
  composition: ['kernel', 'contracts', 'infrastructure', 'service', 'testing'],
  // Tools look at the project from outside: what they print, they load from the built program.
  workspace: [],
} as const satisfies Record<string, readonly string[]>;

export type ProjectKind = keyof typeof projectTable;

/** The constraints of `@nx/enforce-module-boundaries`; specs may also import what is made for testing. */
export const depConstraints = ({ specs }: { readonly specs: boolean }): object[] =>
  Object.entries(projectTable).map(([kind, mayImport]) => ({
    sourceTag: `kind:${kind}`,
    onlyDependOnLibsWithTags: [...mayImport, ...(specs ? ['testing'] : [])].map((target) => `kind:${target}`),
  }));
