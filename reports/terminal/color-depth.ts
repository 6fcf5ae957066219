// Whether to colour, and whether to redraw, decided from the environment alone.
// Sources: https://no-color.org, https://force-color.org, and Node's own tty.WriteStream.getColorDepth, whose
// order of precedence this follows: FORCE_COLOR, NO_COLOR, the terminal.

import type { Environment } from '../../core/environment.ts'

/** Bits of colour: 1 is none, 4 the sixteen basic colours, 8 is 256, 24 all. */
export type ColorDepth = 1 | 4 | 8 | 24

const FORCED: Readonly<Record<string, ColorDepth>> = { '': 4, true: 4, '1': 4, '2': 8, '3': 24 }

export function colorDepth(env: Environment, isTTY: boolean): ColorDepth {
  if (env.FORCE_COLOR !== undefined) return FORCED[env.FORCE_COLOR] ?? 1
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return 1
  if (!isTTY || env.TERM === 'dumb') return 1
  if (isCI(env)) return 4
  if (env.COLORTERM === 'truecolor' || env.COLORTERM === '24bit') return 24
  return env.TERM?.includes('256color') ? 8 : 4
}

/** A display that redraws in place belongs on a terminal that someone watches: not into a CI job's log, pty or not. */
export function redrawsInPlace(env: Environment, isTTY: boolean): boolean {
  return isTTY && env.TERM !== 'dumb' && !isCI(env)
}

function isCI(env: Environment): boolean {
  return env.CI !== undefined && !['', '0', 'false'].includes(env.CI)
}
