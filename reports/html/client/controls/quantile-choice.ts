// The quantile that distribution and waterfall show. Every group of radio buttons for it changes all of them.

export class QuantileChoice {
  readonly #listeners: (() => void)[] = []
  #name = 'P95'

  constructor() {
    const inputs = [...document.querySelectorAll<HTMLInputElement>('[data-choice="quantile"] input')]
    this.#name = inputs.find(({ checked }) => checked)?.value ?? this.#name
    this.#show(inputs)
    for (const input of inputs)
      input.addEventListener('change', () => {
        this.#name = input.value
        this.#show(inputs)
        for (const listener of this.#listeners) listener()
      })
  }

  readonly current = (): string => this.#name

  onChange(listener: () => void): void {
    this.#listeners.push(listener)
  }

  #show(inputs: readonly HTMLInputElement[]): void {
    for (const input of inputs) input.checked = input.value === this.#name
    for (const text of document.querySelectorAll<HTMLElement>('[data-quantile]'))
      text.hidden = text.dataset.quantile !== this.#name
  }
}
