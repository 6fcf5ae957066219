// Text in a GitHub job's log that is only to be read: between these two lines the runner takes nothing for a command,
// whatever an answer of the service under test made its way into the text.
// Source: GitHub Docs, Workflow commands for GitHub Actions, "Stopping and starting workflow commands".

/** @param token that nobody can guess: it alone starts commands again */
export function githubLiteral(text: string, token: string): string {
  return `::stop-commands::${token}\n${text}::${token}::\n`
}
