import { describe, expect, it } from 'vitest'
import { objectivePlace } from '../../../core/report/objective-place.ts'

describe('what an objective is about, in words', () => {
  const of = (about: Partial<Parameters<typeof objectivePlace>[0]>) => objectivePlace({ during: null, ...about })

  it.each<[string, Partial<Parameters<typeof objectivePlace>[0]>, string | null]>([
    ['everything', {}, null],
    ['a phase', { during: 'spike' }, 'during spike'],
    ['a request', { request: 'checkout' }, 'for checkout'],
    ['a request in a phase', { request: 'checkout', during: 'spike' }, 'for checkout during spike'],
    ['what is implied', { implied: true }, 'implied'],
    [
      'the same without phases',
      { implied: true, except: ['spike', 'crowd'] },
      'implied, except during spike and crowd',
    ],
    [
      'without requests',
      {
        implied: true,
        exceptFor: [
          { request: 'login', during: null },
          { request: 'checkout', during: null },
        ],
      },
      'implied, except for login and checkout',
    ],
    [
      'without a phase, and without a request elsewhere',
      { implied: true, except: ['crowd'], exceptFor: [{ request: 'login', during: 'spike' }] },
      'implied, except during crowd and for login during spike',
    ],
  ])('names %s', (_, about, words) => {
    expect(of(about)).toBe(words)
  })
})
