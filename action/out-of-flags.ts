import { UserError } from '../core/user-error.ts'

export interface OutAndFlags {
  /** The last folder that `--out` names, as the command takes it; null where none does. */
  readonly out: string | null
  /** Without it. */
  readonly flags: readonly string[]
}

/** Takes `--out` out of the input `flags`: the report is looked for where the command writes it. @throws UserError where no folder stands behind it */
export function outOfFlags(words: readonly string[]): OutAndFlags {
  const flags: string[] = []
  let out: string | null = null
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string
    if (word !== '--out' && !word.startsWith('--out=')) {
      flags.push(word)
      continue
    }
    const folder = word === '--out' ? words[++i] : word.slice('--out='.length)
    if (!folder) throw new UserError('flags: expected a folder behind --out, got nothing')
    out = folder
  }
  return { out, flags }
}
