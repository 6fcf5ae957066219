#!/usr/bin/env node
// The entry of the command line. It imports nothing by itself, so that it can still say so where the program cannot be
// loaded: Node would exit with 1, which means that the SLA is not met.

const USAGE = 2
const DEFECT = 70

try {
  const { runProgram } = await import('./commands/program.ts')
  await runProgram(process.argv)
} catch (error) {
  const { code = '', message, stack } = error as NodeJS.ErrnoException
  const isOutOfFiles = code === 'EMFILE' || code === 'ENFILE'
  const said = isOutOfFiles
    ? `open files: expected a higher limit (ulimit -n), got one too low to load in (${message})`
    : stack
  process.stderr.write(`${said}\n`)
  process.exitCode = isOutOfFiles ? USAGE : DEFECT
}
