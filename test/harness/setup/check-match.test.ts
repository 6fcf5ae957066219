import { describe, expect, it } from 'vitest'
import { UserError } from '../../../core/user-error.ts'
import { checkMatch } from '../../../harness/setup/check-match.ts'
import { loadOf } from '../../analysis/support/load-of.ts'
import { requestTemplates, runRecordOf } from '../../analysis/support/run-record-of.ts'

function check(target: string, ...requests: readonly string[]): void {
  const { scenario } = runRecordOf({
    load: loadOf([], []),
    scenario: {
      file: '/nowhere/shop.yaml',
      requests: requestTemplates(...requests.map((_, i) => `r${i}`)).map((each, i) => ({
        ...each,
        match: requests[i] as string,
      })),
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
  checkMatch(scenario, '/nowhere')
}

describe('the matchers of a scenario', () => {
  it('are read as PromQL reads them', () => {
    expect(() => check('{job="shop"}', '{route="/a"}', '{route=~"/b.*"}')).not.toThrow()
  })

  it.each([
    {
      sentence: 'of the target',
      target: '{route=~"("}',
      requests: ['{route="/a"}'],
      place: 'shop.yaml target.metrics.match',
    },
    {
      sentence: 'of one request of several',
      target: '',
      requests: ['{a="b"}', '{route=~"("}'],
      place: 'shop.yaml requests[1].match',
    },
    { sentence: 'of the only request', target: '', requests: ['{route=~"("}'], place: 'shop.yaml request.match' },
  ])('name the place of a mistake $sentence', ({ target, requests, place }) => {
    expect(() => check(target, ...requests)).toThrow(UserError)
    expect(() => check(target, ...requests)).toThrow(`${place}: expected matchers in braces`)
  })
})
