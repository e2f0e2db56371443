/** Specs that need what this machine may not have; skipped where it is missing, and the title says why. */
export function describeUnless(missing: string | undefined, title: string, specs: () => void): void {
  if (missing) describe.skip(`${title} [${missing}]`, specs);
  else describe(title, specs);
}
