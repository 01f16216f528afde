/** What the comments of a migration tell whoever applies it. */

const NEEDS = /^--\s*needs:\s*(\S+)\s*$/im
const IN_PARTS = /^--\s*outside a transaction\b/im

/** `-- needs: 0007-name` and `-- outside a transaction`, each on a line of its own. */
export const takenApart = (text: string): { needs: string | null; inParts: boolean } => ({
  needs: NEEDS.exec(text)?.[1] ?? null,
  inParts: IN_PARTS.test(text),
})

/** The statements of a migration that is applied in parts. Such a file makes and drops indexes and nothing else, so a semicolon is always an end. */
export const statementsOf = (text: string): string[] =>
  text
    .replaceAll(/--.*$/gm, '')
    .split(';')
    .map(part => part.trim())
    .filter(part => part !== '')
