import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { randomStream } from '../../../../core/random.ts'
import { parseTemplate } from '../../../../prometheus/alerting/template/parse-template.ts'
import { TemplateError } from '../../../../prometheus/alerting/template/template-error.ts'
import { describeReal } from '../../../support/real-programs.ts'
import { promtool } from '../../promtool.ts'
import { ACCEPTED, REFUSED } from '../template/templates.ts'

const TOKENS = [
  ...['$labels', '$value', '$x', '$', '.', '.Value', '$labels.a.b', '"s"', '"\\n"', '"\\q"', '`r`', '1', '1.5', '-3'],
  ...['0x1f', '08', '.5', "'a'", 'true', 'nil', 'printf', 'humanize', 'critical', 'len', 'eq', 'query', 'tmpl', 'if'],
  ...[
    'else',
    'end',
    'range',
    'with',
    'define',
    'template',
    'break',
    '|',
    '(',
    ')',
    ',',
    ':=',
    '=',
    '-',
    '#',
    '}',
    '/*',
  ],
]

describeReal('promtool check rules', ['promtool'], () => {
  it('accepts and refuses the same templates, thousands of generated ones among them', async () => {
    const random = randomStream(7, 'templates')
    const pick = (from: readonly string[]) => from[Math.floor(random() * from.length)] ?? ''
    const action = () =>
      `{{${pick(['', '', '- ', '-', ' '])}${Array.from({ length: 4 }, () => pick(['', ' ', ' ']) + pick(TOKENS)).join('')}${pick(['', ' ', ' -', '-'])}}}`
    const listed = [...ACCEPTED, ...REFUSED.map(([text]) => text)]
    const parts = [
      ...listed,
      '{{ end }}',
      '{{ else }}',
      '{{ if $value }}',
      '{{ range . }}',
      '{{ $x := 1 }}',
      'a ',
      ' }}',
    ]
    const generated = Array.from({ length: 3000 }, () =>
      Array.from({ length: 1 + Math.floor(random() * 3) }, () => (random() < 0.7 ? pick(parts) : action())).join(''),
    )
    const texts = [...listed, ...generated]
    const folder = mkdtempSync(join(tmpdir(), 'templates-'))
    const file = join(folder, 'rules.json')
    const rules = texts.map((text, i) => ({ alert: `A${i}`, expr: 'up', annotations: { a: text } }))
    writeFileSync(file, JSON.stringify({ groups: [{ name: 'g', rules }] }))
    const complaint = await promtool('check', 'rules', file).then(
      () => '',
      (error: Error) => error.message,
    )
    rmSync(folder, { recursive: true })
    const refused = new Set([...complaint.matchAll(/rule \d+, "A(\d+)":/g)].map(([, i]) => Number(i)))
    const different = texts.filter((text, i) => isRefused(text) !== refused.has(i))
    expect(different).toEqual([])
    expect(refused.size).toBeGreaterThan(REFUSED.length)
  })
})

function isRefused(text: string): boolean {
  try {
    parseTemplate(text)
    return false
  } catch (error) {
    if (error instanceof TemplateError) return true
    throw error
  }
}
