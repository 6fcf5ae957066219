// One program that the harness started: what it logs, and how it ended.

import { complaintOf } from './log-diagnostic.ts'

export interface GuardedProgram {
  readonly name: string
  /** The first line from now on that the pattern matches. Rejects where the program ends before, with its last words. */
  line(pattern: RegExp): Promise<RegExpExecArray>
  /** How it ended, in words, with its last ones. Never rejects. */
  readonly ended: Promise<string>
}

interface Awaited {
  readonly pattern: RegExp
  readonly resolve: (match: RegExpExecArray) => void
  readonly reject: (error: Error) => void
}

const KEPT_LINES = 8

export class ProgramLog implements GuardedProgram {
  readonly name: string
  readonly ended: Promise<string>
  #resolveEnded: (how: string) => void = () => {}
  #end: string | undefined
  #lastLines: string[] = []
  #lastComplaints: string[] = []
  #awaited: Awaited[] = []

  constructor(name: string) {
    this.name = name
    this.ended = new Promise((resolve) => {
      this.#resolveEnded = resolve
    })
  }

  line(pattern: RegExp): Promise<RegExpExecArray> {
    if (this.#end !== undefined) return Promise.reject(new Error(this.#end))
    return new Promise((resolve, reject) => {
      this.#awaited.push({ pattern, resolve, reject })
    })
  }

  addLine(text: string): void {
    this.#lastLines = [...this.#lastLines, text].slice(-KEPT_LINES)
    const complaint = complaintOf(text)
    if (complaint) this.#lastComplaints = [...this.#lastComplaints, complaint].slice(-KEPT_LINES)
    this.#awaited = this.#awaited.filter(({ pattern, resolve }) => {
      const match = pattern.exec(text)
      if (match) resolve(match)
      return !match
    })
  }

  end(how: string): void {
    if (this.#end !== undefined) return
    // The lines after a complaint tell of an orderly end.
    const lines = this.#lastComplaints.length > 0 ? this.#lastComplaints : this.#lastLines
    const words = lines.length === 0 ? '' : `; its last words:\n${lines.join('\n')}`
    this.#end = `${this.name} ${how}${words}`
    for (const { reject } of this.#awaited) reject(new Error(this.#end))
    this.#awaited = []
    this.#resolveEnded(this.#end)
  }
}
