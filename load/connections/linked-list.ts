// A doubly linked list whose links lie in its members, so that any member can leave in constant time.

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

  /** The member that was pushed longest ago. */
  get first(): T | undefined {
    return this.#first
  }

  get size(): number {
    return this.#size
  }

  /** Appends a member, which leaves the list that it was in. */
  push(member: T): void {
    member.list?.remove(member)
    member.list = this
    member.before = this.#last
    if (this.#last) this.#last.after = member
    else this.#first = member
    this.#last = member
    this.#size++
  }

  /** Does nothing where the member is not in this list. */
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
