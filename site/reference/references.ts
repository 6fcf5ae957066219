// The documents that are made and not written: their paths, and what they hold.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { EXIT_CODES, EXIT_MEANINGS } from '../../commands/exit-code.ts'
import { wholeProgram } from '../../commands/program.ts'
import { commandReference } from './command-reference.ts'
import { exitCodeReference } from './exit-codes.ts'
import { jsonReport } from './json-report.ts'
import type { JsonSchema } from './json-schema.ts'
import { scenarioKeys } from './scenario-keys.ts'

const REPORT = `# Every field of report.json

Made from \`reports/report.schema.json\`, which the package exports as \`sla-harness/report.schema.json\`; \`npm run docs\` writes
it anew. Every run leaves a \`report.json\`, and \`scenario --json\` prints it.

Durations are seconds, as numbers; shares are from 0 to 1. A quantile that lies among requests that never ended is \`null\`,
with \`unbounded: true\` beside it. \`[]\` stands for each item of a list. Fields are added from version to version, and none is
changed: who reads a report should pass over what it does not know.
`

const BACKTEST = `# Every field of backtest.json

Made from \`reports/backtest.schema.json\`, which the package exports as \`sla-harness/backtest.schema.json\`; \`npm run docs\`
writes it anew. [Back-testing](../backtest.md) leaves it, and \`backtest --json\` prints it.
`

const DRILL = `# Every field of drill.json

Made from \`reports/drill.schema.json\`, which the package exports as \`sla-harness/drill.schema.json\`; \`npm run docs\` writes it
anew. [Drills](../drill.md) leave it, and \`drill --json\` prints it.
`

/** By the path from the root. @param root the folder of the project */
export async function references(root: string): Promise<ReadonlyMap<string, string>> {
  const schema = (path: string): JsonSchema => JSON.parse(readFileSync(join(root, path), 'utf8'))
  return new Map([
    ['docs/reference/commands.md', commandReference(await wholeProgram())],
    ['docs/reference/scenario-keys.md', scenarioKeys(schema('scenarios/scenario.schema.json'))],
    ['docs/reference/exit-codes.md', exitCodeReference(EXIT_CODES, EXIT_MEANINGS)],
    ['docs/reference/report-json.md', jsonReport(schema('reports/report.schema.json'), REPORT)],
    ['docs/reference/backtest-json.md', jsonReport(schema('reports/backtest.schema.json'), BACKTEST)],
    ['docs/reference/drill-json.md', jsonReport(schema('reports/drill.schema.json'), DRILL)],
  ])
}
