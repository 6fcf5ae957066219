// The last lines of a stream of text, for an error message.

export class LastLines {
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
