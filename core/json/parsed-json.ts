/** A list or a mapping in JSON; undefined where the text is neither. Whoever reads YAML reads it too, in many times as long. */
export function parsedJson(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
