// The fenced blocks of a document: its files, commands and outputs.

export interface Fence {
  /** The first word behind the fence, such as `yaml`; empty where there is none. */
  readonly language: string
  /** The name of the file that the block is to be saved as: `title="checkout.yaml"` behind the language. */
  readonly title: string | null
  /** Of its first line of text, in the document. */
  readonly line: number
  readonly text: string
}

const OPENING = /^(\s*)(`{3,}|~{3,})\s*([\w-]*)(.*)$/

/** Blocks in lists are indented: their text is without that indentation. */
export function fencesOf(markdown: string): Fence[] {
  const lines = markdown.split('\n')
  const fences: Fence[] = []
  for (let i = 0; i < lines.length; i++) {
    const opening = OPENING.exec(lines[i] ?? '')
    if (opening === null) continue
    const [, indent = '', mark = '', language = '', rest = ''] = opening
    const end = lines.findIndex((line, at) => at > i && line.trim() === mark)
    const last = end === -1 ? lines.length : end
    const text = lines.slice(i + 1, last).map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line))
    const title = /\btitle="([^"]+)"/.exec(rest)?.[1] ?? null
    fences.push({ language, title, line: i + 2, text: `${text.join('\n')}\n` })
    i = last
  }
  return fences
}
