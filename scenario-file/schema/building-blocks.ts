// The building blocks of the schema of scenario files. Every block carries the phrase that completes `expected …`
// as its error message, so that no message of the validator itself ever reaches a reader.

import * as z from 'zod'
import { isMapping } from '../../core/file/mapping.ts'

/** A fixed phrase, or one that depends on what was found. */
export type Phrase = string | ((got: unknown) => string)

type JsonSchema = Readonly<Record<string, unknown>>

/** What a custom issue may carry beside its message. */
export interface IssueDetails {
  /** Known words, of which the message names the nearest. */
  readonly known?: readonly string[]
  /** Extracts the word to compare with them. Default: the whole value. */
  readonly word?: (value: unknown) => string
  /** Shown in place of a description of the value. */
  readonly got?: string
}

/** A single value with its JSON Schema. */
export function leaf<T>(
  expected: Phrase,
  accepts: (value: unknown) => boolean,
  jsonSchema: JsonSchema,
  details: IssueDetails = {},
) {
  return z
    .custom<T>(accepts, { error: (issue) => phrase(expected, issue.input), params: { ...details }, abort: false })
    .meta(jsonSchema)
}

export function oneOf<const Word extends string>(words: readonly Word[]) {
  const accepts = (value: unknown) => words.some((word) => word === value)
  return leaf<Word>(`one of ${words.join(', ')}`, accepts, { enum: words }, { known: words })
}

/** A mapping that accepts no key but these. The message for unknown keys is the list of the known ones. */
export function mapping<Shape extends z.ZodRawShape>(expected: string, shape: Shape) {
  const keys = Object.keys(shape).join(KEY_SEPARATOR)
  return z.strictObject(shape, { error: (issue) => (issue.code === 'unrecognized_keys' ? keys : expected) })
}

export const KEY_SEPARATOR = ', '

/** Of one list of a scenario. Longer ones are written by mistake, and take long to check. */
export const MOST_ITEMS = 1000

/** A list of at least one item. */
export function listOf<Item extends z.ZodType>(expected: string, item: Item) {
  return z
    .array(item, { error: expected })
    .min(1, { error: expected })
    .max(MOST_ITEMS, { error: `${expected}: at most ${MOST_ITEMS} of them` })
}

/** A mapping whose keys are free. */
export function named<Value extends z.ZodType>(expected: string, value: Value) {
  return z.record(z.string(), value, { error: expected })
}

/** One of several forms; the phrase is used where the value has the shape of none of them. */
export function either<const Options extends readonly [z.ZodType, ...z.ZodType[]]>(expected: Phrase, options: Options) {
  const forms = options.map(aborting) as unknown as Options
  return z.union(forms, { error: (issue) => phrase(expected, issue.input) })
}

// Zod reports the issues of the one form of a union that did not abort. Leaves do not abort elsewhere, so that the checks
// of their parents still run; as a form of a union they have to.
function aborting(form: z.ZodType): z.ZodType {
  return form instanceof z.ZodCustom ? z.clone(form, { ...form._zod.def, abort: true }, { parent: true }) : form
}

/** A mistake in how parts of a value fit together. */
export interface Contradiction extends IssueDetails {
  /** From the value to the place meant; empty for the value itself. */
  readonly path?: readonly (string | number)[]
  readonly expected: string
  readonly got: string
}

/** Adds a check of a value's parts against one another. It runs even where single parts are wrong. */
export function checked<Schema extends z.ZodType>(
  schema: Schema,
  contradictions: (value: unknown) => readonly Contradiction[],
) {
  return schema.superRefine(
    (value, context) => {
      for (const { path = [], expected, ...params } of contradictions(value))
        context.addIssue({ code: 'custom', path: [...path], message: expected, params })
    },
    { when: () => true },
  )
}

/** Refuses a mapping that does not have exactly one of the keys. The JSON Schema says so too. */
export function exactlyOneKey<Schema extends z.ZodType>(schema: Schema, keys: readonly string[]) {
  return checked(schema, (value) => {
    if (!isMapping(value)) return []
    const present = keys.filter((key) => value[key] !== undefined)
    if (present.length === 1) return []
    const got = present.length === 0 ? 'none of them' : present.join(' and ')
    return [{ expected: `exactly one of ${keys.join(', ')}`, got }]
  }).meta({ oneOf: keys.map((key) => ({ required: [key] })) })
}

function phrase(expected: Phrase, got: unknown): string {
  return typeof expected === 'string' ? expected : expected(got)
}
