// What the check of one file came to, and how it is written for people.

import { type RuleFinding, SEVERITIES } from '../../core/run/rule-finding.ts'
import { counted, listed } from '../../core/text/plural.ts'

export interface ExaminedFinding {
  readonly severity: RuleFinding['severity']
  readonly file: string
  /** From 1; null where it is about the whole file. */
  readonly line: number | null
  /** The rule, the panel or the test that it is about. */
  readonly subject: string
  readonly sentence: string
}

export interface Examined {
  readonly file: string
  /** `40 rules, 2 of them not evaluated here` */
  readonly contents: string
  /** What concerns the file as a whole, and is no finding about one of its parts. */
  readonly remarks: readonly string[]
  readonly findings: readonly ExaminedFinding[]
}

/** The summary first, then remarks, then findings: the gravest first, and those that say the same as one. */
export function examinedLines({ file, contents, remarks, findings }: Examined): readonly string[] {
  const count = (severity: RuleFinding['severity']) => findings.filter((one) => one.severity === severity).length
  const counts = SEVERITIES.flatMap((severity) => (count(severity) === 0 ? [] : counted(count(severity), severity)))
  const state = count('error') === 0 ? 'ok, ' : ''
  return [
    `${file}: ${state}${contents}${counts.length === 0 ? '' : `; ${listed(counts)}`}`,
    ...remarks,
    ...SEVERITIES.flatMap((severity) => findingLines(findings.filter((one) => one.severity === severity))),
  ]
}

/** More of them are counted: whoever wants to see all changes the first one. */
const PLACES_SHOWN = 8

function findingLines(findings: readonly ExaminedFinding[]): readonly string[] {
  const bySentence = new Map<string, ExaminedFinding[]>()
  for (const finding of findings) {
    const key = `${finding.file}\n${finding.sentence}`
    const same = bySentence.get(key)
    if (same) same.push(finding)
    else bySentence.set(key, [finding])
  }
  return [...bySentence.values()].map(oneLine)
}

function oneLine(findings: readonly ExaminedFinding[]): string {
  const [first, ...others] = findings
  if (first === undefined) return ''
  const { severity, sentence } = first
  const more = others.slice(0, PLACES_SHOWN - 1).map(({ line, subject }) => `${line ?? ''} ${subject}`.trim())
  const rest = others.length - more.length
  const also = others.length === 0 ? '' : ` (and of ${[...more, ...(rest > 0 ? [`${rest} more`] : [])].join(', ')})`
  return `${placeOf(first)} ${first.subject}: ${severity}: ${sentence}${also}`
}

function placeOf({ file, line }: ExaminedFinding): string {
  return line === null ? `${file}:` : `${file}:${line}`
}
