import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../../../core/compiled-entry.ts'
import { ScenarioError } from '../../../scenario-file/mistakes/scenario-error.ts'
import { parseScenario } from '../../../scenario-file/parse-scenario.ts'

const ORIGINAL = readFileSync(join(packageRoot, 'scenarios', 'spike.yaml'), 'utf8')

function issuesOf(text: string) {
  try {
    parseScenario({ text, file: '/spike.yaml', shownAs: 'spike.yaml', kindOfFile: () => 'file' })
    return []
  } catch (error) {
    if (error instanceof ScenarioError) return error.issues
    throw error
  }
}

const damage = fc.record({
  at: fc.nat(ORIGINAL.length),
  remove: fc.nat(12),
  insert: fc.oneof(
    fc.constantFrom('', '\t', ': ', '- ', '{', ']', '&a ', '*a', '"', '\n', '0', '-1', 'null', '!!x '),
    fc.string(),
  ),
})

describe('a damaged scenario file', () => {
  it('is read, or refused with existing lines, and never crashes the loader', () => {
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (damages) => {
        const text = damages.reduce(
          (before, { at, remove, insert }) => before.slice(0, at) + insert + before.slice(at + remove),
          ORIGINAL,
        )
        const lines = text.split('\n').length
        for (const { line, expected, got } of issuesOf(text)) {
          expect(line).toBeGreaterThanOrEqual(1)
          expect(line).toBeLessThanOrEqual(lines)
          expect(expected).not.toMatch(/Invalid|Unrecognized/)
          expect(got).not.toBe('')
        }
      }),
      { numRuns: 200 },
    )
  })
})
