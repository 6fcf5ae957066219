/** The same plain data, readonly all the way down. Tuples become readonly arrays. */
export type Immutable<T> = unknown extends T
  ? unknown
  : T extends readonly (infer Item)[]
    ? readonly Immutable<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: Immutable<T[Key]> }
      : T
