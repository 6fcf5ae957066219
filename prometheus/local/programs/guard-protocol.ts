// The messages between the harness and the guard of its programs. When the channel between them closes, however the harness
// exited, the guard stops the programs and removes their folder.

import type { Environment } from '../../../core/environment.ts'

export interface ProgramCommand {
  /** For messages. */
  readonly name: string
  readonly file: string
  readonly arguments: readonly string[]
  /** Absent for that of the harness. */
  readonly environment?: Environment
}

export type ToGuard =
  | { readonly kind: 'run'; readonly command: ProgramCommand }
  /** Stops the programs, removes the folder, then exits. */
  | { readonly kind: 'stop' }

export type FromGuard =
  /** A line that the program logged. */
  | { readonly kind: 'line'; readonly program: string; readonly text: string }
  /** As words: `exited with code 1`, `was terminated by SIGKILL`, `could not be started: …`. */
  | { readonly kind: 'exited'; readonly program: string; readonly how: string }
