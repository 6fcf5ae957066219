// How much of the rules that people have is evaluated: every rule below a folder is parsed, and evaluated on no series and
// on series made from its selectors. Files, rules and every rule that is refused are printed, with position. Public rule
// files belong to others and are not part of this repository: docs/promql.md says which ones were tried.
//
//   node dist/bench/corpus.js FOLDER     exits with 1 where a rule is refused without a position

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { rulesIn } from './corpus/rules-in.ts'
import { summarise } from './corpus/summarise.ts'
import { tryRule } from './corpus/try-rule.ts'

const [folder] = process.argv.slice(2)
if (folder === undefined) {
  process.stderr.write('expected a folder of rule files\n')
  process.exit(2)
}
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.ya?ml$/.test(name))
  .sort()
  .map((name) => ({ name, rules: rulesIn(readFileSync(join(folder, name), 'utf8')) }))
const tried = files.flatMap(({ name, rules }) =>
  rules.map((rule) => ({ file: name, rule, outcome: tryRule(rule.expression) })),
)
process.stdout.write(summarise(files.filter(({ rules }) => rules.length > 0).length, tried))
process.exitCode = tried.some(({ outcome }) => outcome.kind === 'crashed') ? 1 : 0
