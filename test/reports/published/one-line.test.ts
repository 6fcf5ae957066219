import { describe, expect, it } from 'vitest'
import { type Concluded, oneLine } from '../../../reports/published/one-line.ts'

const HEADLINE = 'Slow fired for none of 1 incident.'
const REASON = 'Not met: pages for outage. Slow did not fire for outage.'

describe('oneLine', () => {
  it.each<[Concluded['verdict'], readonly string[], string]>([
    [null, [], HEADLINE],
    ['pass', ['Met: never pages for deploy.'], `pass: ${HEADLINE}`],
    ['fail', [REASON, 'Met: never pages for deploy.'], `fail: ${REASON}`],
    ['inconclusive', [], `inconclusive: ${HEADLINE}`],
  ])('says of a verdict of %s, for %j: %s', (verdict, reasons, line) => {
    expect(oneLine({ verdict, headline: HEADLINE, reasons })).toBe(line)
  })
})
