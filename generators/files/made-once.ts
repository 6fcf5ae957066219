/** What is made once for each name, and asked for again and again: what failed is made anew for the next who asks. */
export class MadeOnce<Made> {
  readonly #made = new Map<string, Promise<Made>>()
  readonly #make: (name: string) => Promise<Made>

  constructor(make: (name: string) => Promise<Made>) {
    this.#make = make
  }

  get(name: string): Promise<Made> {
    const known = this.#made.get(name)
    if (known !== undefined) return known
    const making = this.#make(name)
    this.#made.set(name, making)
    making.catch(() => this.#made.delete(name))
    return making
  }

  /** Forgets all of them, and hands over those that were made. */
  async takeAll(): Promise<Made[]> {
    const settled = await Promise.allSettled(this.#made.values())
    this.#made.clear()
    return settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
  }
}
