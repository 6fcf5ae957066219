import { expect, it } from 'vitest'
import { githubLiteral } from '../../../reports/github/literal.ts'

it('stops commands before the text and starts them after it', () => {
  expect(githubLiteral(' ::error::not mine\n', 'a1b2')).toBe('::stop-commands::a1b2\n ::error::not mine\n::a1b2::\n')
})
