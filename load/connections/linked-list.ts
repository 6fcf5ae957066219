// A queue of connections from which any member can leave at once, because the links lie in the members.

/** Something that is in at most one list. */
export class Linked<T extends Linked<T>> {
  list: LinkedList<T> | undefined
  before: T | undefined
  after: T | undefined
}

export class LinkedList<T extends Linked<T>> {
  #first: T | undefined
  #last: T | undefined
  #size = 0

  /** The one that has been here longest. */
  get first(): T | undefined {
    return this.#first
  }

  get size(): number {
    return this.#size
  }

  /** Puts it at the end; it leaves the list it was in. */
  push(member: T): void {
    member.list?.remove(member)
    member.list = this
    member.before = this.#last
    if (this.#last) this.#last.after = member
    else this.#first = member
    this.#last = member
    this.#size++
  }

  remove(member: T): void {
    if (member.list !== this) return
    if (member.before) member.before.after = member.after
    else this.#first = member.after
    if (member.after) member.after.before = member.before
    else this.#last = member.before
    member.list = undefined
    member.before = undefined
    member.after = undefined
    this.#size--
  }
}
