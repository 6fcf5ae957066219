// The last lines that a process wrote to stderr, for an error message.

export class StderrTail {
  readonly #limit: number
  #lines: string[] = []
  #unfinished = ''

  constructor(limit: number) {
    this.#limit = limit
  }

  add(text: string): void {
    const lines = (this.#unfinished + text).split('\n')
    this.#unfinished = lines.pop() ?? ''
    this.#lines = [...this.#lines, ...lines].slice(-this.#limit)
  }

  toString(): string {
    return [...this.#lines, this.#unfinished].join('\n').trim()
  }
}
