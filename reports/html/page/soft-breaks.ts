import { html, type Markup } from './markup.ts'

/** A name that may break where its words do: `HighLatency`, `GRPCRequests`, `job:rate5m`, `one-of-twenty`. */
export function softBreaks(name: string): Markup {
  const words = name.split(/(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[:_\-/.])(?=\w)/)
  return html`${words.map((word, i) => (i === 0 ? word : html`<wbr>${word}`))}`
}
