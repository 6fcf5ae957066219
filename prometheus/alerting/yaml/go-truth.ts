// A truth value as Go's yaml.v2 reads it, which Prometheus' programs use: in the spellings of YAML 1.1, not in quotes.
// Source: gopkg.in/yaml.v2, resolve.go; every spelling was held against `amtool check-config` and what Alertmanager serves.

const SPELLINGS = new Map([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'on', 'On', 'ON', 'true', 'True', 'TRUE'].map((text) => [text, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'off', 'Off', 'OFF', 'false', 'False', 'FALSE'].map((text) => [text, false] as const),
])

/** Undefined where it is none, such as `tRue` or `1`. */
export function goTruth(text: string): boolean | undefined {
  return SPELLINGS.get(text)
}
