// Workflow commands: lines that a GitHub runner takes from a job's output, stdout and stderr alike.
// Source: GitHub Docs, Workflow commands for GitHub Actions; actions/toolkit packages/core/src/command.ts (the escapes).

/** @param properties left out where null */
export function workflowCommand(
  command: 'error' | 'warning' | 'notice',
  properties: Readonly<Record<string, string | null>>,
  message: string,
): string {
  const given = Object.entries(properties).flatMap(([name, value]) =>
    value === null ? [] : [`${name}=${escapeProperty(value)}`],
  )
  return `::${command} ${given.join(',')}::${escapeData(message)}\n`
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
