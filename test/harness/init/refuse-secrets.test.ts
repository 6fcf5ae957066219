// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the notation of references in scenario files

import { describe, expect, it } from 'vitest'
import { refuseSecrets, variablesIn } from '../../../harness/init/refuse-secrets.ts'

describe('what is typed and written into files', () => {
  it.each([
    ['/x?api_key=SECRETVALUE123&q=1', 'API_KEY'],
    ['/cb?x=eyJhbGciOi.eyJhbGciOi.abcdefg', 'TOKEN'],
    ['http://bob:hunter2xyz@127.0.0.1/metrics', 'USER_PASSWORD'],
    ['http://127.0.0.1/metrics?token=SECRETVALUE123', 'TOKEN'],
  ])('may not be the secret in %s', (text, variable) => {
    expect(() => refuseSecrets('--path', [text])).toThrow(`write \${${variable}} there`)
    expect(() => refuseSecrets('--path', [text])).not.toThrow(/SECRETVALUE123|hunter2xyz|eyJ/)
  })

  it.each(['/x?q=1', '/x?api_key=${API_KEY}', 'http://${USER_PASSWORD}@127.0.0.1/metrics', '/a@b:c'])(
    'may be %s',
    (text) => {
      expect(() => refuseSecrets('--path', [text])).not.toThrow()
    },
  )

  it('names the variables that it refers to', () => {
    expect(variablesIn('/x?api_key=${API_KEY}&b=${B}')).toEqual(['API_KEY', 'B'])
  })
})
