import { expect, it } from 'vitest'
import { Steps } from '../../../server/model/cancel.ts'

/** A step that goes on when it is told, and says whether it was given up. */
function slowStep() {
  const step = { goOn: () => {}, cancelled: false }
  const begin = (next: () => void) => {
    step.goOn = next
    return () => {
      step.cancelled = true
    }
  }
  return { step, begin }
}

it('takes one step after the other', () => {
  const [first, second] = [slowStep(), slowStep()]
  const steps = new Steps()
  const done: string[] = []
  steps.begin(first.begin, () => {
    done.push('first')
    steps.begin(second.begin, () => done.push('second'))
  })
  first.step.goOn()
  second.step.goOn()
  expect(done).toEqual(['first', 'second'])
})

it('gives up the step that is under way, and none that is over', () => {
  const [first, second] = [slowStep(), slowStep()]
  const steps = new Steps()
  steps.begin(first.begin, () => steps.begin(second.begin, () => {}))
  first.step.goOn()
  steps.cancel()
  expect([first.step.cancelled, second.step.cancelled]).toEqual([false, true])
})

it('knows what is under way where a step was over at once', () => {
  const second = slowStep()
  const steps = new Steps()
  steps.begin(
    (next) => {
      next()
      return () => {
        throw new Error('the first step was over')
      }
    },
    () => steps.begin(second.begin, () => {}),
  )
  steps.cancel()
  expect(second.step.cancelled).toBe(true)
})
