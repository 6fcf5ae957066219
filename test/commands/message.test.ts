import { afterEach, describe, expect, it } from 'vitest'
import { messageText, writeMessage } from '../../commands/message.ts'
import { forgetSecrets, registerSecret } from '../../core/secrets/secrets.ts'

afterEach(forgetSecrets)

describe('messageText', () => {
  it.each([
    ['keeps lines and indentation', 'a:1 b\n  c', 'a:1 b\n  c'],
    ['takes out escape sequences', 'a\u001b[2Jb\u001b]0;title\u0007', 'ab'],
    ['takes out C1 controls', 'a\u009b2Jb\u0085c\u0080', 'ab c'],
    ['takes out what turns the reading direction', 'a\u202eb\u2066c', 'abc'],
    ['takes out carriage returns, which would overwrite the line', 'good\rbad', 'good bad'],
    [
      'lets no line be taken for a command of a CI runner',
      'a\n::error::b\n  ::set-env name=x::y',
      'a\n: :error::b\n  : :set-env name=x::y',
    ],
    ['lets no older command through either', 'x ##[set-env name=a]b', 'x ## [set-env name=a]b'],
  ])('%s', (_, message, text) => {
    expect(messageText(message)).toBe(text)
  })

  it('hides secrets', () => {
    registerSecret('hunter2!', '$PASSWORD')
    expect(messageText('got hunter2!')).toBe('got $PASSWORD')
  })
})

describe('writeMessage', () => {
  it('ends the message with a line break', () => {
    const written: string[] = []
    writeMessage({ write: (text: string) => written.push(text) > 0 }, 'a')
    expect(written).toEqual(['a\n'])
  })
})
