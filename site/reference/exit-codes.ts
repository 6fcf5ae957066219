// docs/reference/exit-codes.md: what each exit code means, from the table that the program exits by.

import { markdownTable } from './markdown-table.ts'

const HEAD = `# Exit codes

Made from the program; \`npm run docs\` writes it anew. The codes are the same for all commands.

`

const TAIL = `
A code of 3 says that nothing was proven, in either direction: \`--inconclusive fail\` makes it 1, for a gate that must hold;
\`--inconclusive pass\` makes it 0, for a job on machines that others share. An interrupted run exits with 130 whatever was
measured. See [as a gate in CI](../ci.md).
`

/** @param meanings by name, in the words of the program @param codes by the same names */
export function exitCodeReference(
  codes: Readonly<Record<string, number>>,
  meanings: Readonly<Record<string, string>>,
): string {
  const rows = Object.entries(codes).map(([name, code]) => [`\`${code}\``, meanings[name] ?? ''])
  return `${HEAD}${markdownTable(['code', 'meaning'], rows)}${TAIL}`
}
