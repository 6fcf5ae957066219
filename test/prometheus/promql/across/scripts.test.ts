// Every script below scripts/, each evaluation in every dialect it is written for.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dialectOf } from '../../../../prometheus/promql/dialect.ts'
import { evaluate } from '../../../../prometheus/promql/evaluate/evaluate.ts'
import { EvaluationError } from '../../../../prometheus/promql/evaluate/evaluation-error.ts'
import { parseExpression } from '../../../../prometheus/promql/parse/parse-expression.ts'
import { parsePromqlScript, type ScriptCase } from '../../../support/promql-script.ts'
import { differences } from '../../../support/query-result.ts'
import { fixedSource, parseSeries } from '../../../support/series-notation.ts'

const folder = join(import.meta.dirname, '../scripts')

for (const file of readdirSync(folder).sort())
  describe(file, () => {
    for (const scriptCase of parsePromqlScript(readFileSync(join(folder, file), 'utf8')))
      it(`line ${scriptCase.line}: ${scriptCase.expression} at ${scriptCase.atMs / 1e3} s`, () => {
        for (const version of scriptCase.versions) run(scriptCase, version)
      })
  })

function run({ loads, expression, atMs, expected }: ScriptCase, version: string): void {
  const series = loads.flatMap((load) => load.series.map((line) => parseSeries(line, load.intervalMs)))
  const result = () => evaluate(parseExpression(expression), fixedSource(series), atMs, dialectOf(version))
  if (expected.type === 'failure') {
    expect(result).toThrow(EvaluationError)
    expect(result).toThrow(expected.message)
  } else expect(differences(expected, result()), `in ${version}`).toEqual([])
}
