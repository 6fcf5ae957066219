/** The bucket layout that is drawn against the exact distribution. */
export class LayoutChoice {
  readonly #select = document.querySelector<HTMLSelectElement>('select[data-choice="layout"]')

  readonly current = (): string => this.#select?.value ?? ''

  onChange(listener: () => void): void {
    this.#select?.addEventListener('change', listener)
  }
}
