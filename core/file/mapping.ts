// What was parsed from YAML or JSON, looked at without knowing what it is.

export type Mapping = Readonly<Record<string, unknown>>

export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Empty where it is none. */
export function mappingIn(value: unknown): Mapping {
  return isMapping(value) ? value : {}
}

/** Empty where it is none. */
export function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
