import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderTerminalSummary } from '../../../../reports/terminal/summary/summary.ts'
import { displayWidth } from '../../../../reports/terminal/text/display-width.ts'
import { goldenFile } from '../../../support/golden.ts'
import { anyReport } from '../../../support/hostile-reports.ts'
import { SAMPLE_NAMES, SAMPLE_REPORTS } from '../../../support/sample-reports.ts'

const places = SAMPLE_NAMES.flatMap((name) => [40, 60, 80, 120].map((width) => ({ name, width })))

describe('the closing summary', () => {
  it.each(places)('of $name at $width columns is as it was', async ({ name, width }) => {
    await expect(renderTerminalSummary(SAMPLE_REPORTS[name], { width, color: false })).toMatchFileSnapshot(
      goldenFile(`${name}/summary-${width}.txt`),
    )
  })

  it.each(SAMPLE_NAMES)('of %s in colour is as it was', async (name) => {
    await expect(renderTerminalSummary(SAMPLE_REPORTS[name], { width: 80, color: true })).toMatchFileSnapshot(
      goldenFile(`${name}/summary-80-color.txt`),
    )
  })

  it('says verdict, scenario, question and answer in its first lines', () => {
    const lines = renderTerminalSummary(SAMPLE_REPORTS['failing-lab'], { width: 100, color: false }).split('\n')
    expect(lines[1]).toBe(' ✖ FAIL  lab  1m 7s, as the scenario expects')
    expect(lines[3]).toBe(' What does the dashboard make of a service that sleeps 0.2, 0.5 or 2 seconds?')
    expect(lines[4]).toMatch(/^ p95 < 1s was not met \(2s\); under 300ms > 90% was not met \(33\.2%\);/)
  })

  it('says where the scenario is made to reach another verdict', () => {
    const report = { ...SAMPLE_REPORTS['failing-lab'], verdict: 'pass' as const }
    expect(renderTerminalSummary(report, { width: 80, color: false })).toContain(
      ' ✔ PASS  lab  1m 7s, expected: fail\n',
    )
  })

  it('breaks the command to replay so that it can be pasted', () => {
    const text = renderTerminalSummary(SAMPLE_REPORTS['inconclusive-unfit'], { width: 60, color: false })
    const command = text.slice(text.indexOf('Replay  ') + 'Replay  '.length)
    expect(command.replace(/ \\\n +/g, ' ').trim()).toBe(SAMPLE_REPORTS['inconclusive-unfit'].run.replay)
  })

  it('is never wider than the given width, the same with and without colour, and free of foreign control characters', () => {
    fc.assert(
      fc.property(anyReport, fc.integer({ min: 20, max: 200 }), (report, width) => {
        const bare = renderTerminalSummary(report, { width, color: false })
        for (const text of bare.split('\n')) expect(displayWidth(text)).toBeLessThanOrEqual(width)
        expect(bare).not.toMatch(/(?!\n)\p{Cc}/u)
        expect(stripVTControlCharacters(renderTerminalSummary(report, { width, color: true }))).toBe(bare)
      }),
    )
  })
})
