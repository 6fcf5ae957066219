import { describe, expect, it } from 'vitest'
import { judgeInstructions } from '../../../bench/hot-paths/judge-instructions.ts'

const known = { node: '20.20.2', arch: 'x64', tolerance: 0.05, instructions: { parser: 1000 } }

describe('judgeInstructions', () => {
  it.each([
    ['fewer', 900, false],
    ['the same', 1000, false],
    ['as many as are tolerated', 1050, false],
    ['more', 1051, true],
  ])('%s', (_, parser, isSlower) => {
    expect(judgeInstructions(known, { ...known, instructions: { parser } }).isSlower).toBe(isSlower)
  })

  it('judges nothing that another Node ran, and says so', () => {
    const { isSlower, lines } = judgeInstructions(known, { ...known, node: '22.1.0', instructions: { parser: 9000 } })
    expect(isSlower).toBe(false)
    expect(lines.at(-1)).toContain('not judged')
  })

  it('shows a path that is not known yet', () => {
    const { isSlower, lines } = judgeInstructions(known, { ...known, instructions: { parser: 1000, other: 5 } })
    expect(isSlower).toBe(false)
    expect(lines[1]).toBe('other: 5 instructions, not known yet')
  })
})
