import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { UserError } from '../../../core/user-error.ts'
import { checkMatch } from '../../../harness/setup/check-match.ts'
import { loadOf } from '../../analysis/support/load-of.ts'
import { requestTemplates, runRecordOf } from '../../analysis/support/run-record-of.ts'

const folder = mkdtempSync(join(tmpdir(), 'sla-harness-match-'))
afterAll(() => rmSync(folder, { recursive: true }))

const file = join(folder, 'shop.yaml')
writeFileSync(
  file,
  `target:
  metrics: { match: '{a="b"}' }
requests:
  - { match: '{route=~"("}' }
`,
)

function check(target: string, request: string, scenarioFile = file): void {
  const { scenario } = runRecordOf({
    load: loadOf([], []),
    scenario: {
      file: scenarioFile,
      requests: requestTemplates('browse', 'checkout').map((each, i) => (i === 0 ? each : { ...each, match: request })),
      service: {
        kind: 'target',
        target: {
          url: 'http://127.0.0.1',
          verifyTls: true,
          metrics: { urls: [], histogram: 'h', match: target, requests: [] },
        },
      },
    },
  })
  checkMatch(scenario, folder)
}

describe('the matchers of a scenario', () => {
  it('are read as PromQL reads them', () => {
    expect(() => check('{job="shop"}', '{route=~"/b.*"}')).not.toThrow()
  })

  it('name the place of a mistake in the file', () => {
    expect(() => check('{a="b"}', '{route=~"("}')).toThrow(UserError)
    expect(() => check('{a="b"}', '{route=~"("}')).toThrow('shop.yaml:4 requests[0].match: expected matchers in braces')
  })

  it('are named where a program has made the scenario', () => {
    expect(() => check('{route=~"("}', '', join(folder, 'none.yaml'))).toThrow('none.yaml match: expected matchers in')
  })
})
