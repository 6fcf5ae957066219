import { describe, expect, it } from 'vitest'
import { drillProgressLine } from '../../../../reports/drill/terminal/drill-progress.ts'

function watched() {
  const lines: string[] = []
  const time = { seconds: 0 }
  const stream = { write: (text: string) => lines.push(text.replace(/^\r.*$/, '').trim()), isTTY: true, columns: 120 }
  const line = drillProgressLine(stream, false, () => time.seconds * 1e3)
  return { line, time, shown: () => lines.filter((text) => text !== '').at(-1) }
}

const MONTHS = { months: 5, monthsDone: 1, seeds: 1, seedsDone: 0, remainingSeconds: 80 }

describe('drillProgressLine', () => {
  it('says how long a month has been going on, and no longer what is left once that is over', () => {
    const { line, time, shown } = watched()
    line.again()
    expect(shown()).toBeUndefined()
    line.show({ ...MONTHS, monthsDone: 0, remainingSeconds: null })
    expect(shown()).toBe('drill: 0 of 5 months simulated; nothing is sent')
    time.seconds = 20
    line.show(MONTHS)
    expect(shown()).toBe('drill: 1 of 5 months simulated after 20s, about 1m 20s left; nothing is sent')
    time.seconds = 70.5
    line.again()
    expect(shown()).toBe('drill: 1 of 5 months simulated after 1m 10s, about 30s left; nothing is sent')
    time.seconds = 100
    line.again()
    expect(shown()).toBe('drill: 1 of 5 months simulated after 1m 40s; nothing is sent')
  })

  it('says how long questions have been going on', () => {
    const { line, time, shown } = watched()
    line.show({ trials: 0, quietDays: 0, settled: 0, known: 73 })
    time.seconds = 125
    line.again()
    expect(shown()).toBe('drill: 0 of 73 questions settled after 2m 5s, 0 trials, 0 quiet days; nothing is sent')
    line.end()
    line.note('stopping')
    expect(shown()).toBe('stopping')
  })
})
