import { describe, expect, it } from 'vitest'
import { terminalOptions } from '../../../reports/terminal/terminal-options.ts'

describe('terminalOptions', () => {
  it.each([
    {
      sentence: 'a terminal as wide as it says',
      stream: { isTTY: true, columns: 132 },
      env: {},
      options: { width: 132, color: true },
    },
    { sentence: 'a pipe at 80, without colour', stream: {}, env: {}, options: { width: 80, color: false } },
    {
      sentence: 'a terminal that does not know its width at 80',
      stream: { isTTY: true, columns: 0 },
      env: {},
      options: { width: 80, color: true },
    },
    {
      sentence: 'no narrower than 20',
      stream: { isTTY: true, columns: 7 },
      env: { NO_COLOR: '1' },
      options: { width: 20, color: false },
    },
  ])('takes $sentence', ({ stream, env, options }) => {
    expect(terminalOptions(stream, env)).toEqual(options)
  })
})
