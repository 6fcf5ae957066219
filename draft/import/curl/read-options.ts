// The words of a curl command → its options, each with its value, and its URLs.

import { didYouMean } from '../../../core/text/nearest-word.ts'
import { importMistake, shownPart } from '../import-mistake.ts'
import { longName, OPTION_NAMES, takesValue, wholeName } from './curl-options.ts'

export interface CurlOption {
  /** `url` for a word that is no option. */
  readonly name: string
  readonly value: string
}

/** @param words without the command itself. @returns one list for each part that `--next` begins */
export function readOptions(words: readonly string[], name: string, line: number): CurlOption[][] {
  const parts: CurlOption[][] = [[]]
  const place = { name, at: `line ${line}` }
  let i = 0
  const valueAfter = (option: string) => {
    const value = words[i++]
    if (value === undefined) throw importMistake(place, `a value after --${option}`, 'the end of the command')
    return value
  }
  const add = (option: CurlOption) => (option.name === 'next' ? parts.push([]) : parts.at(-1)?.push(option))
  let onlyUrls = false
  while (i < words.length) {
    const word = words[i++] as string
    if (word === '--' && !onlyUrls) onlyUrls = true
    else if (onlyUrls || !word.startsWith('-') || word === '-') add({ name: 'url', value: word })
    else if (word.startsWith('--')) {
      const written = word.slice(2)
      const option =
        wholeName(written) ?? (written.startsWith('no-') ? wholeName(written.slice(3)) && 'no-option' : undefined)
      if (option === undefined)
        throw importMistake(
          place,
          'an option of curl',
          `${shownPart(word.split('=')[0] ?? '')}${didYouMean(written, OPTION_NAMES)}`,
        )
      add({ name: option, value: takesValue(option) ? valueAfter(option) : '' })
    } else {
      for (let at = 1; at < word.length; at++) {
        const option = longName(word[at] as string)
        if (option === undefined) throw importMistake(place, 'an option of curl', shownPart(`-${word[at]}`))
        if (!takesValue(option)) add({ name: option, value: '' })
        else {
          add({ name: option, value: at + 1 < word.length ? word.slice(at + 1) : valueAfter(option) })
          break
        }
      }
    }
  }
  return parts
}
