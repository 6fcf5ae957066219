import { expect, it } from 'vitest'
import { examinedFolder, P95 } from './examined-folder.ts'

const folder = examinedFolder()

it('queries of a dashboard that are the same have each its own line', async () => {
  const panel = (title: string) => ({ title, targets: [{ refId: 'A', expr: `avg(${P95})` }] })
  const text = JSON.stringify({ title: 'Twice', panels: [panel('One'), panel('Two')] }, null, 2)
  const lines = (await folder.printed('twice.json', text, 'page')).split('\n')
  const placed = lines.filter((line) => line.includes('One (A): note: this line') || line.includes('average'))
  const [first, second] = text.split('\n').flatMap((line, i) => (line.includes('avg(') ? [i + 1] : []))
  expect(placed).toEqual([
    expect.stringMatching(`^twice.json:${first} One \\(A\\): warning: .* \\(and of ${second} Two \\(A\\)\\)$`),
    expect.stringMatching(`^twice.json:${first} One \\(A\\): note: .* \\(and of ${second} Two \\(A\\)\\)$`),
  ])
})
