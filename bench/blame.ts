// Runs against services whose speed is known by construction, at 0.5 to 2 times what the generator can do, and counts the
// verdicts that are wrong. Exits with 1 if there is one. About 9 s a run.
//
// node dist/bench/blame.js [runs]

import { blameRunsOf } from './goals/blame.ts'
import { blameTables, isWrong } from './goals/blame-tables.ts'
import { machine } from './machine/machine.ts'
import { removeReferencePrograms } from './services/reference-programs.ts'

const LIMITS = { rounds: 1, attempts: 4 }

const runs = Number(process.argv[2] ?? 40)
process.stdout.write(`${machine()}\n\n`)
try {
  const outcome = await blameRunsOf(runs, LIMITS, (line) => process.stderr.write(`${line}\n`))
  process.stdout.write(`${blameTables(outcome.runs, outcome).join('\n')}\n`)
  process.exitCode = outcome.runs.some(isWrong) ? 1 : 0
} finally {
  await removeReferencePrograms()
}
