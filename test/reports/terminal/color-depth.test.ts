import { describe, expect, it } from 'vitest'
import { colorDepth, redrawsInPlace } from '../../../reports/terminal/color-depth.ts'

describe('colorDepth', () => {
  it.each([
    { sentence: 'a terminal has the basic colours', env: { TERM: 'xterm' }, isTTY: true, depth: 4 },
    { sentence: 'a terminal that says so has 256', env: { TERM: 'xterm-256color' }, isTTY: true, depth: 8 },
    {
      sentence: 'a terminal that says so has all',
      env: { TERM: 'xterm-256color', COLORTERM: 'truecolor' },
      isTTY: true,
      depth: 24,
    },
    { sentence: 'a file has none', env: { TERM: 'xterm-256color' }, isTTY: false, depth: 1 },
    { sentence: 'a dumb terminal has none', env: { TERM: 'dumb' }, isTTY: true, depth: 1 },
    { sentence: 'NO_COLOR takes it away', env: { NO_COLOR: '1' }, isTTY: true, depth: 1 },
    { sentence: 'an empty NO_COLOR says nothing', env: { NO_COLOR: '', TERM: 'xterm' }, isTTY: true, depth: 4 },
    { sentence: 'FORCE_COLOR gives it to a file', env: { FORCE_COLOR: '1' }, isTTY: false, depth: 4 },
    { sentence: 'an empty FORCE_COLOR does too', env: { FORCE_COLOR: '' }, isTTY: false, depth: 4 },
    { sentence: 'FORCE_COLOR=3 gives all', env: { FORCE_COLOR: '3' }, isTTY: false, depth: 24 },
    { sentence: 'FORCE_COLOR=0 takes it away', env: { FORCE_COLOR: '0' }, isTTY: true, depth: 1 },
    {
      sentence: 'FORCE_COLOR is stronger than NO_COLOR',
      env: { FORCE_COLOR: '2', NO_COLOR: '1' },
      isTTY: false,
      depth: 8,
    },
    {
      sentence: 'a CI job with a terminal has the basic colours',
      env: { CI: 'true', COLORTERM: 'truecolor' },
      isTTY: true,
      depth: 4,
    },
    { sentence: 'a CI job without one has none', env: { CI: 'true' }, isTTY: false, depth: 1 },
  ])('$sentence', ({ env, isTTY, depth }) => {
    expect(colorDepth(env, isTTY)).toBe(depth)
  })
})

describe('redrawsInPlace', () => {
  it.each([
    { sentence: 'on a terminal', env: { TERM: 'xterm' }, isTTY: true, redraws: true },
    { sentence: 'not into a file', env: { TERM: 'xterm' }, isTTY: false, redraws: false },
    { sentence: 'not on a dumb terminal', env: { TERM: 'dumb' }, isTTY: true, redraws: false },
    { sentence: 'not into the log of a CI job, pty or not', env: { CI: '1' }, isTTY: true, redraws: false },
    { sentence: 'on a terminal where CI is said to be off', env: { CI: 'false' }, isTTY: true, redraws: true },
    { sentence: 'on a terminal without colour', env: { NO_COLOR: '1' }, isTTY: true, redraws: true },
  ])('$sentence: $redraws', ({ env, isTTY, redraws }) => {
    expect(redrawsInPlace(env, isTTY)).toBe(redraws)
  })
})
