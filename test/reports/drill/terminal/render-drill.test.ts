import { describe, expect, it } from 'vitest'
import { renderDrill } from '../../../../reports/drill/terminal/render-drill.ts'
import { hostileDrill, SAMPLE_DRILLS } from '../../../support/sample-drills.ts'

const WIDTHS = [20, 40, 80, 120]

describe('renderDrill', () => {
  it.each(Object.entries(SAMPLE_DRILLS))('draws no line of %s wider than the terminal', (_, report) => {
    for (const width of WIDTHS)
      for (const line of renderDrill(report, { width, color: false, page: 'drill.html', proposalFile: null }).split(
        '\n',
      ))
        expect(line.length, line).toBeLessThanOrEqual(width)
  })

  it('says that nothing is said about a service, whatever was found', () => {
    for (const report of Object.values(SAMPLE_DRILLS))
      expect(
        renderDrill(report, { width: 80, color: false, page: null, proposalFile: null }).replace(/\s+/g, ' '),
      ).toContain('about a service it says nothing')
  })

  it('says the first of a hundred assumptions, and how many more there are', () => {
    const assumptions = Array.from({ length: 100 }, (_, i) => `metric_${i} counts all requests.`)
    const text = renderDrill(
      { ...SAMPLE_DRILLS.bad, assumptions },
      { width: 80, color: false, page: null, proposalFile: null },
    )
    expect(text).toContain('metric_23 counts')
    expect(text).not.toContain('metric_24 counts')
    expect(text).toContain('and 76 more; all are in drill.json')
  })

  it('lets no text from outside steer the terminal', () => {
    const control = String.fromCharCode(27)
    expect(renderDrill(hostileDrill(), { width: 80, color: false, page: null, proposalFile: null })).not.toContain(
      control,
    )
  })
})
