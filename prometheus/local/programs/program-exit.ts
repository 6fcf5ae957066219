// How a program that the harness started came to its end.

export interface ProgramExit {
  readonly program: string
  /** As words: `exited with code 1`, `was terminated by SIGKILL`, `could not be started: …`. */
  readonly how: string
  /** The end of its log: of warnings and errors alone where there are any. */
  readonly lastLines: readonly string[]
}

/** In one line, as a reason stands in a report. */
export function exitInBrief({ program, how }: ProgramExit): string {
  return `${program} ${how}`
}

/** With the end of its log. */
export function exitInFull(exit: ProgramExit): string {
  const { lastLines } = exit
  return `${exitInBrief(exit)}${lastLines.length === 0 ? '' : `; its last log lines:\n${lastLines.join('\n')}`}`
}
