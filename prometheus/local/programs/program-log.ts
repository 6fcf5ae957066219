// The log of one program that the harness started, and how it exited.

import { diagnosticOf } from './log-diagnostic.ts'
import { exitInFull, type ProgramExit } from './program-exit.ts'

export interface GuardedProgram {
  readonly name: string
  /** The first line from now on that the pattern matches. Rejects with the end of its log if the program exits first. */
  line(pattern: RegExp): Promise<RegExpExecArray>
  /** Never rejects. */
  readonly exited: Promise<ProgramExit>
}

interface Awaited {
  readonly pattern: RegExp
  readonly resolve: (match: RegExpExecArray) => void
  readonly reject: (error: Error) => void
}

const KEPT_LINES = 8

export class ProgramLog implements GuardedProgram {
  readonly name: string
  readonly exited: Promise<ProgramExit>
  #resolveExited: (exit: ProgramExit) => void = () => {}
  #exit: ProgramExit | undefined
  #lastLines: string[] = []
  #lastDiagnostics: string[] = []
  #awaited: Awaited[] = []

  constructor(name: string) {
    this.name = name
    this.exited = new Promise((resolve) => {
      this.#resolveExited = resolve
    })
  }

  line(pattern: RegExp): Promise<RegExpExecArray> {
    if (this.#exit !== undefined) return Promise.reject(new Error(exitInFull(this.#exit)))
    return new Promise((resolve, reject) => {
      this.#awaited.push({ pattern, resolve, reject })
    })
  }

  addLine(text: string): void {
    this.#lastLines = [...this.#lastLines, text].slice(-KEPT_LINES)
    const diagnostic = diagnosticOf(text)
    if (diagnostic) this.#lastDiagnostics = [...this.#lastDiagnostics, diagnostic].slice(-KEPT_LINES)
    this.#awaited = this.#awaited.filter(({ pattern, resolve }) => {
      const match = pattern.exec(text)
      if (match) resolve(match)
      return !match
    })
  }

  exit(how: string): void {
    if (this.#exit !== undefined) return
    // Lines without a diagnostic only describe an orderly shutdown.
    const lastLines = this.#lastDiagnostics.length > 0 ? this.#lastDiagnostics : this.#lastLines
    const exit = { program: this.name, how, lastLines }
    this.#exit = exit
    for (const { reject } of this.#awaited) reject(new Error(exitInFull(exit)))
    this.#awaited = []
    this.#resolveExited(exit)
  }
}
