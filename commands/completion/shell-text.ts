// Texts as shells read them back.

/** For bash and zsh: nothing in it is expanded. */
export function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

/** For fish, whose single quotes know an escape. */
export function quotedForFish(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`
}

/** The head of a script. */
export function scriptHead(shell: string, version: string, howToLoad: string): string {
  return `# Completion of sla-harness ${version} for ${shell}, made by: sla-harness completion ${shell}\n# ${howToLoad}\n`
}
