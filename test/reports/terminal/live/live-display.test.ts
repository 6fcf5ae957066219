import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import type { LiveState } from '../../../../core/run/live-state.ts'
import { liveDisplay } from '../../../../reports/terminal/live/live-display.ts'
import { SPIKING } from '../../../support/sample-live-state.ts'

class FakeStream extends EventEmitter {
  readonly isTTY: boolean
  columns: number
  rows: number
  writableNeedDrain = false
  written = ''

  constructor(isTTY: boolean, columns = 80, rows = 24) {
    super()
    this.isTTY = isTTY
    this.columns = columns
    this.rows = rows
  }

  write(text: string): void {
    this.written += text
  }
}

const TOKENS = /\p{Cc}\[[?\d;]*[A-Za-z]|\p{Cc}|\P{Cc}/gu

/** What a terminal shows after all that was written to it. Knows the sequences that the display uses. */
function screenOf({ written, columns }: FakeStream): { lines: string[]; cursorShown: boolean } {
  const lines: string[] = ['']
  let [row, column, cursorShown] = [0, 0, true]
  for (const [token] of written.matchAll(TOKENS)) {
    if (token === '\n') [row, column] = [row + 1, 0]
    else if (token === '\r') column = 0
    else if (token === '\u001b[?25l') cursorShown = false
    else if (token === '\u001b[?25h') cursorShown = true
    else if (token === '\u001b[2K') lines[row] = ''
    else if (token === '\u001b[J') lines.length = row
    else if (token.startsWith('\u001b[') && token.endsWith('A')) row -= Number.parseInt(token.slice(2), 10)
    else if (!token.startsWith('\u001b')) {
      lines[row] = (lines[row] ?? '').slice(0, column).padEnd(column) + token + (lines[row] ?? '').slice(column + 1)
      column += 1
    }
    if (column > columns) throw new Error('a line was wider than the terminal')
    if (row < 0) throw new Error('the cursor left the screen')
    lines[row] ??= ''
  }
  return { lines: lines.map((text) => text.trimEnd()), cursorShown }
}

const at = (elapsedSeconds: number, changes: Partial<LiveState> = {}): LiveState => ({
  ...SPIKING,
  elapsedSeconds,
  ...changes,
})

function onTerminal(stream = new FakeStream(true), env = { NO_COLOR: '1', TERM: 'xterm' }) {
  const exit = new EventEmitter()
  return { stream, exit, display: liveDisplay({ stream, env, exit }) }
}

describe('the live display on a terminal', () => {
  it('redraws in place, with the cursor hidden', () => {
    const { stream, display } = onTerminal()
    display.start(at(38))
    const before = screenOf(stream)
    display.update(at(39, { notes: [] }))
    const after = screenOf(stream)
    expect(before.lines[0]).toMatch(/^spike {2}phase 3\/4 spike .* 0:38\/1:45$/)
    expect(before.lines).toHaveLength(11)
    expect(after.lines[0]).toMatch(/0:39\/1:45$/)
    expect(after.lines).toHaveLength(10)
    expect(after.cursorShown).toBe(false)
  })

  it('keeps a note above the view', () => {
    const { stream, display } = onTerminal()
    display.start(at(38))
    display.note('the server \u001b[2Jwas restarted')
    display.update(at(39))
    const { lines } = screenOf(stream)
    expect(lines[0]).toBe('the server was restarted')
    expect(lines[1]).toMatch(/0:39\/1:45$/)
  })

  it('leaves the terminal as it was found', () => {
    const { stream, exit, display } = onTerminal()
    display.start(at(38))
    display.note('kept')
    display.stop()
    expect(screenOf(stream)).toEqual({ lines: ['kept', ''], cursorShown: true })
    expect(exit.listenerCount('exit')).toBe(0)
    expect(stream.listenerCount('resize')).toBe(0)
    const written = stream.written
    display.stop()
    display.update(at(40))
    expect(stream.written).toBe(written)
  })

  it('shows the cursor again when the process exits under it', () => {
    const { stream, exit, display } = onTerminal()
    display.start(at(38))
    exit.emit('exit')
    expect(screenOf(stream)).toEqual({ lines: [''], cursorShown: true })
  })

  it('is drawn anew where the terminal changes its width', () => {
    const { stream, display } = onTerminal()
    display.start(at(38))
    stream.columns = 100
    stream.emit('resize')
    expect(screenOf(stream).lines[0]).toHaveLength(100)
  })

  it('takes into account that a narrower terminal has wrapped its lines', () => {
    const { stream, display } = onTerminal()
    display.start(at(38, { alerts: [], notes: [], recentP95Seconds: [] }))
    stream.columns = 40
    stream.written = ''
    stream.emit('resize')
    // Six lines: 80, 41, 80, 55, 60 and 65 columns, two rows each at 40.
    expect(stream.written.startsWith('\u001b[12A\r')).toBe(true)
  })

  it('is never as high as the screen', () => {
    const { stream, display } = onTerminal(new FakeStream(true, 80, 5))
    display.start(at(38))
    expect(screenOf(stream).lines.filter((text) => text !== '')).toHaveLength(4)
  })

  it('leaves out a frame where the terminal cannot keep up', () => {
    const { stream, display } = onTerminal()
    display.start(at(38))
    stream.writableNeedDrain = true
    display.update(at(39))
    expect(screenOf(stream).lines[0]).toMatch(/0:38\/1:45$/)
    stream.writableNeedDrain = false
    display.update(at(40))
    expect(screenOf(stream).lines[0]).toMatch(/0:40\/1:45$/)
  })
})

describe('the live display elsewhere', () => {
  function linesOf(states: readonly LiveState[], env = {}, isTTY = false): string[] {
    const stream = new FakeStream(isTTY)
    const display = liveDisplay({ stream, env, exit: new EventEmitter(), plainIntervalSeconds: 5 })
    const [first, ...others] = states
    if (first !== undefined) display.start(first)
    for (const state of others) display.update(state)
    display.stop()
    return stream.written.split('\n').slice(0, -1)
  }

  const clocks = (lines: readonly string[]) => lines.map((text) => text.slice(0, text.indexOf('/')))

  it('writes a line every few seconds', () => {
    const states = Array.from({ length: 13 }, (_, second) => at(second))
    expect(clocks(linesOf(states))).toEqual(['0:00', '0:05', '0:10'])
  })

  it('writes a line at once where phase or alert changes', () => {
    const firing = SPIKING.alerts.map((alert) => ({ ...alert, state: 'firing' as const }))
    const states = [
      at(0),
      at(1),
      at(2, { stage: { kind: 'draining' } }),
      at(3, { stage: { kind: 'draining' } }),
      at(4, { stage: { kind: 'draining' }, alerts: firing }),
    ]
    expect(clocks(linesOf(states))).toEqual(['0:00', '0:02', '0:04'])
  })

  it('writes no escape sequence, on the pty of a CI job too', () => {
    const lines = linesOf([at(0), at(9)], { CI: 'true', TERM: 'xterm' }, true)
    expect(lines).toHaveLength(2)
    expect(lines.join('')).not.toMatch(/\p{Cc}/u)
  })

  it('writes a note as a line', () => {
    const stream = new FakeStream(false)
    const display = liveDisplay({ stream, env: {}, exit: new EventEmitter() })
    display.note('listening on\n127.0.0.1')
    expect(stream.written).toBe('listening on 127.0.0.1\n')
  })
})
