// HTML from templates in which everything that is put in is escaped, unless it is markup itself. There is no other way
// to make markup, so nothing from outside reaches a page as anything but text.

export class Markup {
  readonly #text: string
  constructor(text: string) {
    this.#text = text
  }
  toString(): string {
    return this.#text
  }
}

/** Nothing is written for null, undefined and false; the items of a list are written one after the other. */
export type MarkupPart = Markup | string | number | null | undefined | false | readonly MarkupPart[]

export function html(template: TemplateStringsArray, ...parts: readonly MarkupPart[]): Markup {
  const text = template.reduce((page, piece, i) => page + piece + (i < parts.length ? renderPart(parts[i]) : ''), '')
  return new Markup(text)
}

/** Fit for the text of an element and for an attribute in quotes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

/** JSON that may stand in a script element: nothing in it can end the element or open a comment. */
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
