// HTML templates that escape every value which is not markup itself. Markup is made in no other way, so text from outside
// reaches a page only as text.

export class Markup {
  readonly #text: string
  constructor(text: string) {
    this.#text = text
  }
  toString(): string {
    return this.#text
  }
}

/** Null, undefined and false write nothing; a list writes its items one after the other. */
export type MarkupPart = Markup | string | number | null | undefined | false | readonly MarkupPart[]

export function html(template: TemplateStringsArray, ...parts: readonly MarkupPart[]): Markup {
  const text = template.reduce((page, piece, i) => page + piece + (i < parts.length ? renderPart(parts[i]) : ''), '')
  return new Markup(text)
}

/** Escapes for element text and for quoted attributes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

/** JSON for a script element: it can neither end the element nor open a comment. */
export function jsonForScript(value: unknown): Markup {
  const text = JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('>', '\\u003e')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')
  return new Markup(text)
}

function renderPart(part: MarkupPart): string {
  if (part === null || part === undefined || part === false) return ''
  if (part instanceof Markup) return part.toString()
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part))
  return part.map(renderPart).join('')
}
