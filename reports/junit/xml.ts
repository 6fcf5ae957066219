// XML 1.0 as text: elements, escaped. Source: https://www.w3.org/TR/xml/, 2.2 Characters.

export type XmlAttributes = Readonly<Record<string, string | number>>

/** An element; `content` is XML already. */
export function xmlElement(name: string, attributes: XmlAttributes, content: readonly string[] = []): string {
  const start = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${xmlText(String(value))}"`)]
  if (content.length === 0) return `<${start.join(' ')}/>`
  return `<${start.join(' ')}>${content.join('')}</${name}>`
}

/** Text of an element or an attribute. What XML 1.0 has no place for, escaped or not, is left out. */
export function xmlText(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
}
