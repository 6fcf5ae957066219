import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { longName, OPTION_NAMES, takesValue, wholeName } from '../../../../draft/import/curl/curl-options.ts'

function helpOfCurl(): string | null {
  try {
    return execFileSync('curl', ['--help', 'all'], { encoding: 'utf8' })
  } catch {
    return null
  }
}

const help = helpOfCurl()

describe.skipIf(help === null)('the options of curl', () => {
  const lines = (help ?? '').split('\n').flatMap((line) => {
    const [, letter, name, rest] = /^ *(?:-(\S), )? *--([\w.-]+)(.*)$/.exec(line) ?? []
    return name === undefined ? [] : [{ letter, name, hasValue: /^ [<[]/.test(rest ?? '') }]
  })

  it('are known, each with whether it takes a value', () => {
    expect(lines.length).toBeGreaterThan(200)
    expect(lines.filter(({ name }) => !OPTION_NAMES.includes(name))).toEqual([])
    expect(lines.filter(({ name, hasValue }) => takesValue(name) !== hasValue)).toEqual([])
    expect(lines.filter(({ letter, name }) => letter !== undefined && longName(letter) !== name)).toEqual([])
  })
})

describe('an option that is cut short', () => {
  it('means the only one that begins so', () => {
    expect(wholeName('insec')).toBe('insecure')
    expect(wholeName('data')).toBe('data')
    expect(wholeName('prox')).toBeUndefined()
  })
})
