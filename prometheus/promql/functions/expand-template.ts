// `$1`, `${1}`, `$name` and `${name}` in a template, as Go's regexp.Expand reads them. A name is the longest run of letters,
// digits and underscores; one that the pattern does not have, or that caught nothing, is empty. `$$` is a dollar sign, and
// so is one that no name follows. Source: Go regexp/regexp.go, expand and extract.

/** What a pattern caught. */
export interface Caught {
  groupCount(): number
  group(group: number | string): string | null
  readonly namedGroups: Readonly<Record<string, number>>
}

const REFERENCE = /\$(?:(\$)|\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))/gu

export function expandTemplate(template: string, caught: Caught): string {
  return template.replace(REFERENCE, (_, dollar?: string, braced?: string, bare?: string) =>
    dollar === undefined ? groupNamed(braced ?? bare ?? '', caught) : dollar,
  )
}

function groupNamed(name: string, caught: Caught): string {
  // A number with a leading zero is a name.
  if (/^(?:0|[1-9]\d{0,8})$/.test(name))
    return Number(name) <= caught.groupCount() ? (caught.group(Number(name)) ?? '') : ''
  return Object.hasOwn(caught.namedGroups, name) ? (caught.group(name) ?? '') : ''
}
