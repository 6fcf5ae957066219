import { expect, it } from 'vitest'
import { keyMeant } from '../../../scenario-file/mistakes/key-meant.ts'

it.each([
  ['stages', ['arrivals', 'phases'], 'phases'],
  ['arrivalRate', ['for', 'rate'], 'rate'],
  ['scrape_interval', ['rules', 'scrapeInterval'], 'scrapeInterval'],
  ['body', ['json', 'text'], 'json'],
  ['laod', ['load', 'sla'], 'load'],
  ['stages', ['name', 'rate'], null],
])('takes %j among %j for %j', (key, known, meant) => {
  expect(keyMeant(key, known)).toBe(meant)
})
