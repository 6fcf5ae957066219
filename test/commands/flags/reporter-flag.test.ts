import { InvalidArgumentError } from 'commander'
import { describe, expect, it } from 'vitest'
import { reporterNames } from '../../../commands/flags/reporter-flag.ts'

describe('reporterNames', () => {
  it('accepts lists and repetitions', () => {
    expect(reporterNames('terminal, junit=a.xml', ['github'])).toEqual(['github', 'terminal', 'junit=a.xml'])
  })

  it.each(['', 'teminal', 'junit', 'junit=', 'terminal,'])('refuses %j', (text) => {
    expect(() => reporterNames(text, undefined)).toThrow(InvalidArgumentError)
  })
})
