import { describe, expect, it } from 'vitest'
import { hasReference, splitReferences, substituteReferences } from '../../../core/text/environment-references.ts'

const environment = { TOKEN: 's3cret', EMPTY: '', _x1: 'y', DOLLAR: '$' + '{TOKEN}' }

describe('substituteReferences', () => {
  it.each([
    [`Bearer \${TOKEN}`, 'Bearer s3cret'],
    [`\${TOKEN}\${_x1}`, 's3crety'],
    [`a\${EMPTY}b`, 'ab'],
    ['no reference', 'no reference'],
    ['', ''],
    ['a $ or a $TOKEN is only text', 'a $ or a $TOKEN is only text'],
    [`$\${TOKEN} stays`, `\${TOKEN} stays`],
    [`$\${TOKEN} and \${TOKEN}`, `\${TOKEN} and s3cret`],
    [
      `what a variable holds is not looked at again: \${DOLLAR}`,
      `what a variable holds is not looked at again: \${TOKEN}`,
    ],
  ])('%j becomes %j', (text, result) => {
    expect(substituteReferences(text, environment, 'here')).toBe(result)
  })

  it('names the variable and the place where it is not set', () => {
    expect(() => substituteReferences(`\${NOPE}`, environment, 'request "a", header Authorization')).toThrow(
      'request "a", header Authorization: expected the environment variable NOPE to be set, got nothing',
    )
  })

  it('is not fooled by what every object has', () => {
    expect(() => substituteReferences(`\${toString}`, {}, 'here')).toThrow('variable toString')
  })

  it.each([`\${`, `\${}`, `\${A-B}`, `\${1A}`, `\${A`, `a \${ b }`])('%j is no reference', (text) => {
    expect(splitReferences(text)).toBeUndefined()
    expect(() => substituteReferences(text, environment, 'here')).toThrow(`here: expected \${NAME}, or $\${`)
  })
})

describe('hasReference', () => {
  it.each([
    [`\${A}`, true],
    [`x\${A}y`, true],
    [`$\${A}`, false],
    ['A', false],
    [`\${`, false],
  ])('%j: %s', (text, has) => {
    expect(hasReference(text)).toBe(has)
  })
})
