// Contrasts as WCAG 2.2 has them: 4.5 for text, 3 for the lines of a chart, in both themes.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../../../../../core/compiled-entry.ts'

const css = readFileSync(join(packageRoot, 'reports/html/client/styles/colors.css'), 'utf8')
const colors = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(([, name, light, dark]) => [
    name as string,
    { light: light as string, dark: dark as string },
  ]),
)

type Theme = 'light' | 'dark'
const THEMES: readonly Theme[] = ['light', 'dark']

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const level = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return level <= 0.04045 ? level / 12.92 : ((level + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(a: string, b: string): number {
  const [darker = 0, lighter = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (lighter + 0.05) / (darker + 0.05)
}

function color(name: string, theme: Theme): string {
  const found = name.startsWith('#') ? name : colors.get(name)?.[theme]
  if (found === undefined) throw new Error(`no colour ${name}`)
  return found
}

const TEXTS = [
  ...['ink', 'muted', 'link', 'pass', 'fail', 'inconclusive', 'exact', 'estimate', 'service', 'server', 'answered'].map(
    (name) => [name, 'surface'] as const,
  ),
  ['ink', 'raised'],
  ['ink', 'shade'],
  ['ink', 'inconclusive-soft'],
  ['muted', 'shade'],
  ['pending-ink', 'pending'],
  ['firing-ink', 'firing'],
  ['#ffffff', 'pass-solid'],
  ['#ffffff', 'fail-solid'],
  ['#ffffff', 'inconclusive-solid'],
  ['surface', 'ink'],
] as const

const LINES = [
  'achieved',
  'errors',
  'timeouts',
  'slot',
  'part',
  'run0',
  'run1',
  'run2',
  'run3',
  'run4',
  'run5',
  'focus',
]

describe.each(THEMES)('colors in the %s theme', (theme) => {
  it.each(TEXTS)('text of %s on %s has a contrast of at least 4.5', (text, ground) => {
    expect(contrast(color(text, theme), color(ground, theme))).toBeGreaterThanOrEqual(4.5)
  })

  it.each(LINES)('the line %s has a contrast of at least 3 to the page', (line) => {
    expect(contrast(color(line, theme), color('surface', theme))).toBeGreaterThanOrEqual(3)
  })
})

describe('contrast', () => {
  it('is 21 for black and white, and 1 for a colour and itself', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 6)
    expect(contrast('#123456', '#123456')).toBe(1)
  })
})
