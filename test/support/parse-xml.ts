// A strict reader of the plain XML that our writers write: elements, attributes, text, the five entities. Throws on
// anything that is not well-formed, so that a test which parses also proves that.

export interface XmlNode {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlNode[]
  readonly text: string
}

const DECLARATION = /^<\?xml version="1\.0" encoding="UTF-8"\?>\n/
const NAME = /^[A-Za-z_][\w.-]*/
const ATTRIBUTE = /^ ([A-Za-z_][\w.-]*)="([^"<]*)"/
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

export function parseXml(xml: string): XmlNode {
  const illegal = FORBIDDEN.exec(xml)
  if (illegal !== null) throw new Error(`character ${illegal[0].codePointAt(0)} is not allowed in XML`)
  const declaration = DECLARATION.exec(xml)
  if (declaration === null) throw new Error('expected an XML declaration')
  const [root, rest] = element(xml.slice(declaration[0].length))
  if (rest.trim() !== '') throw new Error(`expected one root element, got ${rest.slice(0, 40)}`)
  return root
}

function element(xml: string): [XmlNode, string] {
  if (!xml.startsWith('<')) throw new Error(`expected an element, got ${xml.slice(0, 40)}`)
  const name = NAME.exec(xml.slice(1))?.[0]
  if (name === undefined) throw new Error(`expected a name, got ${xml.slice(0, 40)}`)
  let rest = xml.slice(1 + name.length)
  const attributes: Record<string, string> = {}
  for (let found = ATTRIBUTE.exec(rest); found !== null; found = ATTRIBUTE.exec(rest)) {
    const [all, key = '', value = ''] = found
    if (key in attributes) throw new Error(`attribute ${key} twice in ${name}`)
    attributes[key] = decoded(value)
    rest = rest.slice(all.length)
  }
  if (rest.startsWith('/>')) return [{ name, attributes, children: [], text: '' }, rest.slice(2)]
  if (!rest.startsWith('>')) throw new Error(`expected the end of the tag ${name}, got ${rest.slice(0, 40)}`)
  return content(name, attributes, rest.slice(1))
}

function content(name: string, attributes: XmlNode['attributes'], xml: string): [XmlNode, string] {
  const children: XmlNode[] = []
  let text = ''
  let rest = xml
  const end = `</${name}>`
  while (!rest.startsWith(end)) {
    if (rest === '') throw new Error(`expected ${end}`)
    if (rest.startsWith('<')) {
      const [child, after] = element(rest)
      children.push(child)
      rest = after
    } else {
      const next = rest.indexOf('<')
      const piece = next < 0 ? rest : rest.slice(0, next)
      text += decoded(piece)
      rest = rest.slice(piece.length)
    }
  }
  return [{ name, attributes, children, text }, rest.slice(end.length)]
}

function decoded(text: string): string {
  if (text.includes(']]>')) throw new Error('a bare ]]> is not allowed')
  return text.replace(/&([^;]*;?)/g, (_, reference: string) => {
    const character = reference.endsWith(';') ? ENTITIES[reference.slice(0, -1)] : undefined
    if (character === undefined) throw new Error(`unknown entity &${reference}`)
    return character
  })
}
