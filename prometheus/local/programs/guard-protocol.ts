// What the harness and the guard of its programs say to each other. The channel between them is the life line: when it
// closes, however the harness ended, the guard ends the programs and removes their folder.

export interface ProgramCommand {
  /** For messages. */
  readonly name: string
  readonly file: string
  readonly arguments: readonly string[]
}

export type ToGuard =
  | { readonly kind: 'run'; readonly command: ProgramCommand }
  /** Ends the programs, removes the folder, then the guard. */
  | { readonly kind: 'stop' }

export type FromGuard =
  /** A line that the program logged. */
  | { readonly kind: 'line'; readonly program: string; readonly text: string }
  /** In words: `exited with code 1`, `was ended by SIGKILL`, `could not be started: …`. */
  | { readonly kind: 'ended'; readonly program: string; readonly how: string }
