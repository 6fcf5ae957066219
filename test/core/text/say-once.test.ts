import { describe, expect, it } from 'vitest'
import { sayOnce, sentencesOf, unsaid } from '../../../core/text/say-once.ts'

describe('sentencesOf', () => {
  it.each([
    ['The limit is 1%. P99 send lag 1.9s.', ['The limit is 1%.', 'P99 send lag 1.9s.']],
    ['Not met: p95 < 1s. 33.2% took longer.', ['Not met: p95 < 1s.', '33.2% took longer.']],
    ['No cause is known. p95 < 1s was not met.', ['No cause is known.', 'p95 < 1s was not met.']],
    ['It took 1.5s on 10.0.0.7 in report.json', ['It took 1.5s on 10.0.0.7 in report.json']],
  ])('splits %j', (text, sentences) => {
    expect(sentencesOf(text)).toEqual(sentences)
  })
})

describe('sayOnce', () => {
  it('leaves out a sentence that stands in a text before', () => {
    expect(sayOnce(['Not met: A. The run was cut off.', 'Not met: B. The run was cut off. It is late.'])).toEqual([
      'Not met: A. The run was cut off.',
      'Not met: B. It is late.',
    ])
  })

  it('leaves out a text that was said whole, also behind another lead', () => {
    expect(sayOnce(['The scrape failed.'], ['Undecided: The scrape failed.'])).toEqual([])
    expect(sayOnce(['The scrape failed.'], ['The scrape failed: it timed out.'])).toEqual([])
  })

  it('leaves out what was said of the same subject in other words, or before a small letter', () => {
    const said = [
      'Undecided: whether A never fires is undecided. It did not fire, but had no data. 1 objective was met.',
    ]
    expect(sayOnce(['Inconclusive: A never fires. It did not fire, but had no data.'], said)).toEqual([])
    expect(sayOnce(['Inconclusive: p95 < 1s. The P95 is 2s.'], ['Undecided: p95 < 1s is undecided (2s).'])).toEqual([
      'The P95 is 2s.',
    ])
    expect(sayOnce(['Half of them came.'], ['Half of them came. p95 < 1s was met.'])).toEqual([])
  })

  it('keeps the same words about another subject', () => {
    const texts = ['Not met: A never fires. It fired at 1s.', 'Not met: B never fires. It fired at 1s.']
    expect(sayOnce(texts)).toEqual(texts)
  })

  it('changes nothing where nothing is said twice', () => {
    const texts = ['One. Two.', 'Three.']
    expect(sayOnce(texts)).toEqual(texts)
  })
})

describe('unsaid', () => {
  const said = ['Not met: A never fires. It fired at 1s.']

  it.each([
    ['A never fires', 'It fired at 1s.', ''],
    ['A never fires', 'It fired at 1s. The counters fell.', 'The counters fell.'],
    ['B never fires', 'It fired at 1s.', 'It fired at 1s.'],
    ['B never fires', '', ''],
  ])('%s: %j leaves %j', (subject, reason, left) => {
    expect(unsaid([{ subject, reason }], said)).toEqual([left])
  })

  it('leaves out what was said of an earlier one', () => {
    const reason = 'The generator was overloaded.'
    expect(
      unsaid(
        ['A', 'B'].map((subject) => ({ subject, reason })),
        [],
      ),
    ).toEqual([reason, ''])
  })
})
