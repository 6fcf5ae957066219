// The values under the cursor, written behind the names in a chart's key.

export class KeyValues {
  readonly #spans: ReadonlyMap<string, HTMLElement>
  readonly #heading: HTMLElement

  constructor(host: HTMLElement) {
    const figure = host.closest('figure')
    const spans = [...(figure?.querySelectorAll<HTMLElement>('[data-value]') ?? [])]
    this.#spans = new Map(spans.map((span) => [span.dataset.value ?? '', span]))
    const found = figure?.querySelector<HTMLElement>('.key-heading')
    this.#heading = found ?? document.createElement('p')
    this.#heading.className = 'key-heading'
    if (!found) figure?.querySelector('.key')?.before(this.#heading)
  }

  show(heading: string, values: Readonly<Record<string, string>>): void {
    this.#heading.textContent = heading
    for (const [name, span] of this.#spans) span.textContent = values[name] ?? ''
  }
}
