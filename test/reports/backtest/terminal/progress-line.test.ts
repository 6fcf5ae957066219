import { describe, expect, it } from 'vitest'
import { progressLine, progressText } from '../../../../reports/backtest/terminal/progress-line.ts'

const AT_MS = Date.parse('2026-11-03T08:15:00Z')
const progress = (share: number, retrying: string | null = null) => ({
  share,
  samplesRead: 1_234_567,
  atMs: AT_MS,
  retrying,
})

function shown(isTTY: boolean, quiet = false) {
  let text = ''
  let nowMs = 0
  const stream = { isTTY, columns: 40, write: (part: string) => (text += part) }
  const line = progressLine(stream, quiet, () => nowMs)
  for (const share of [0, 0.1, 0.2, 0.3]) {
    nowMs += 3000
    line.show(progress(share))
  }
  line.note('stopping')
  line.end()
  return text
}

describe('progressText', () => {
  it.each([
    [progress(0.429), 'back-test: 42%, 1,234,567 samples, at 2026-11-03 08:15 UTC'],
    [
      progress(0.5, 'HTTP 503\n\u001b[2J'),
      'back-test: 50%, 1,234,567 samples, at 2026-11-03 08:15 UTC; waiting: HTTP 503 ',
    ],
    [{ ...progress(0.5), atMs: 0.4 }, 'back-test: 50%, 1,234,567 samples'],
  ])('of %o', (state, text) => {
    expect(progressText(state)).toBe(text)
  })
})

describe('progressLine', () => {
  it('writes over one line on a terminal, cut to its width', () => {
    const lines = shown(true).split('\r\u001b[K')
    expect(lines).toHaveLength(5)
    expect(lines[0]).toBe('back-test: 0%, 1,234,567 samples, at 20')
    expect(lines.at(-1)).toBe('stopping\n')
  })

  it('writes a line every few seconds elsewhere', () => {
    expect(shown(false).split('\n')).toHaveLength(4)
  })

  it('writes nothing but notes where it is to be quiet', () => {
    expect(shown(true, true)).toBe('stopping\n')
  })
})
