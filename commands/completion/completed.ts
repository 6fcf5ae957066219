// What stands for a value: words that are known beforehand, names of scenarios, files. The names that values and flags have
// in the help tell which: `<folder>`, `[name or file]`, `--scenario <name>`.

import type { Option } from 'commander'

export interface Completed {
  /** Where there are any, nothing else is offered. */
  readonly words: readonly string[]
  /** Names of scenarios. */
  readonly scenarios: boolean
  readonly files: 'all' | 'yaml' | 'folders' | 'none'
}

const SUGGESTIONS = new WeakMap<Option, readonly string[]>()

/** The option, with values to offer where others are right too. */
export function withSuggestions(option: Option, words: readonly string[]): Option {
  SUGGESTIONS.set(option, words)
  return option
}

/** Of an option that takes a value. @param name of the value */
export function completedFlag(option: Option, name: string): Completed {
  const words = option.argChoices ?? SUGGESTIONS.get(option) ?? []
  const completed = completedValue(name, words)
  return words.length === 0 && option.long === '--scenario' ? { ...completed, scenarios: true } : completed
}

/** @param name of a value or an argument @param words that are right, and no others; empty where that is not known */
export function completedValue(name: string, words: readonly string[] = []): Completed {
  if (words.length > 0) return { words, scenarios: false, files: 'none' }
  const scenarios = /\b(?:scenario|pattern)\b|^name or file$/i.test(name)
  if (/^name or file$|\bpattern\b/i.test(name)) return { words: [], scenarios, files: 'yaml' }
  if (/\b(?:files?|path|page|run)\b/i.test(name)) return { words: [], scenarios, files: 'all' }
  return { words: [], scenarios, files: /\bfolder\b/i.test(name) ? 'folders' : 'none' }
}
