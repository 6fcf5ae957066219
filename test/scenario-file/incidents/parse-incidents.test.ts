import { describe, expect, it } from 'vitest'
import { parseIncidents } from '../../../scenario-file/incidents/parse-incidents.ts'

const parse = (text: string, days = 30) => parseIncidents(text, 'mine.yaml', days)

describe('parseIncidents', () => {
  it('reads an incident with all that it may do', () => {
    const [found] = parse(`
incidents:
  - name: checkout-slow
    at: 2d14h
    for: 1h
    share: 10%
    concerns: { route: /checkout }
    slowdown: 3
    add: 200ms
    errors: 5%
    traffic: 2
    grows: true
`)
    expect(found).toEqual({
      name: 'checkout-slow',
      sentence:
        'Where route="/checkout", of 10% of the requests, 5% of the requests fail, requests take 3 times as long, requests take 200ms longer and 2 times the usual requests come, little by little, for 1h.',
      durationSeconds: 3600,
      atSeconds: 2 * 86_400 + 14 * 3600,
      timeOfDaySeconds: 14 * 3600,
      share: 0.1,
      effects: [
        { kind: 'errors', share: 0.05 },
        { kind: 'slowdown', factor: 3 },
        { kind: 'addedDelay', seconds: 0.2 },
      ],
      grows: true,
      trafficFactor: 2,
      concerns: { route: '/checkout' },
    })
  })

  it('takes incidents of the catalogue too', () => {
    expect(parse('catalogue: [outage, deploy]').map(({ name }) => name)).toEqual(['outage', 'deploy'])
  })

  it.each<[string, string, string]>([
    ['an empty file', '', 'mine.yaml:1: expected a file of incidents'],
    [
      'an unknown key',
      'incidents:\n  - { name: a, for: 5m, slow: 3 }',
      'mine.yaml:2 incidents[0].slow: expected one of the keys',
    ],
    ['no effect', 'incidents:\n  - { name: a, for: 5m }', 'mine.yaml:2 incidents[0]: expected at least one of errors,'],
    [
      'a number without a unit',
      'incidents:\n  - name: a\n    for: 5\n    errors: 5%',
      'mine.yaml:3 incidents[0].for: expected a duration of 1s or more',
    ],
    [
      'an incident outside of the month',
      'incidents:\n  - name: a\n    at: 31d\n    for: 5m\n    errors: 5%',
      'mine.yaml:3 incidents[0].at: expected an incident that ends within the month of 30d (--days), got one at 31d for 5m',
    ],
    [
      'one that ends ten minutes after the month',
      'incidents:\n  - name: a\n    at: 29d23h50m\n    for: 20m\n    errors: 5%',
      'got one at 29d23h50m for 20m',
    ],
    [
      'one that is longer than the month',
      'incidents:\n  - name: a\n    for: 40d\n    errors: 5%',
      'mine.yaml:3 incidents[0].for: expected an incident that ends within the month of 30d (--days), got one of 40d',
    ],
    [
      'a name twice',
      'incidents:\n  - { name: a, for: 5m, errors: 5% }\n  - { name: a, for: 5m, errors: 5% }',
      'mine.yaml:3 incidents[1].name: expected names that differ, got a twice',
    ],
    ['a slip in the catalogue', 'catalogue: [outtage]', '(did you mean outage?)'],
    [
      'a service that is away and slow',
      'incidents:\n  - { name: a, for: 5m, away: true, slowdown: 2 }',
      'expected nothing else of requests that nothing answers',
    ],
  ])('refuses %s, with its line', (_, text, message) => {
    expect(() => parse(text)).toThrow(message)
  })
})
