// A parsed Go template as plain data.

/** What stands as an argument, or as the head of a command. */
export type Operand =
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'nil' }
  | { readonly kind: 'dot' }
  | { readonly kind: 'function'; readonly name: string }
  /** `$name.a.b`; the name has its dollar. */
  | { readonly kind: 'variable'; readonly name: string; readonly fields: readonly string[] }
  /** `.a.b` */
  | { readonly kind: 'field'; readonly fields: readonly string[] }
  | { readonly kind: 'pipeline'; readonly pipeline: Pipeline; readonly fields: readonly string[] }
  /** `name.a`, of a function without arguments. */
  | { readonly kind: 'chain'; readonly name: string; readonly fields: readonly string[] }

export interface Pipeline {
  /** Variables that it sets; two at most, in a range. */
  readonly variables: readonly string[]
  /** `=` sets a variable that exists; `:=` makes one. */
  readonly assigns: boolean
  /** Each takes the result of the one before it as its last argument. */
  readonly commands: readonly (readonly Operand[])[]
}

export type TemplateNode =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'action'; readonly pipeline: Pipeline }
  | {
      readonly kind: 'if' | 'with' | 'range'
      readonly pipeline: Pipeline
      readonly body: readonly TemplateNode[]
      readonly otherwise: readonly TemplateNode[]
    }
  /** A call of another template, or a jump out of a range: never rendered here. */
  | { readonly kind: 'template' | 'break' | 'continue' }

export type Template = readonly TemplateNode[]
