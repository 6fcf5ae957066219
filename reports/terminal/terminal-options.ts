// What a renderer must know of the place its text goes to.

import type { Environment } from '../../core/environment.ts'
import { colorDepth } from './color-depth.ts'

export interface TerminalOptions {
  /** Columns. */
  readonly width: number
  readonly color: boolean
}

const DEFAULT_WIDTH = 80
const LEAST_WIDTH = 20

/** For a stream such as process.stderr; a file or a pipe is taken to be 80 columns wide. */
export function terminalOptions(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  env: Environment,
): TerminalOptions {
  const columns = stream.columns ?? 0
  return {
    width: columns > 0 ? Math.max(LEAST_WIDTH, columns) : DEFAULT_WIDTH,
    color: colorDepth(env, stream.isTTY === true) > 1,
  }
}
