// The rules in a YAML file, wherever they stand in it: in a rule file, in a PrometheusRule, in a list of those.

import { isScalar, LineCounter, parseAllDocuments, type Scalar, visit, type YAMLMap } from 'yaml'

export interface FoundRule {
  /** Of the alert, or of the series that is recorded. */
  readonly name: string
  readonly kind: 'alert' | 'record'
  readonly expression: string
  /** On which the expression starts, from 1. */
  readonly line: number
}

/** None where the text is not YAML. */
export function rulesIn(text: string): readonly FoundRule[] {
  const lines = new LineCounter()
  const rules: FoundRule[] = []
  for (const document of parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' }))
    visit(document, {
      Map: (_, node) => {
        const rule = ruleOf(node, lines)
        if (rule) rules.push(rule)
      },
    })
  return rules
}

function ruleOf(node: YAMLMap, lines: LineCounter): FoundRule | undefined {
  const expression = node.get('expr', true)
  const kind = node.has('alert') ? 'alert' : node.has('record') ? 'record' : undefined
  if (kind === undefined || !isScalar(expression)) return undefined
  const start = lines.linePos(expression.range?.[0] ?? 0).line
  return {
    name: String(node.get(kind)),
    kind,
    expression: String(expression.value).trimEnd(),
    line: start + (isBlock(expression) ? 1 : 0),
  }
}

function isBlock({ type }: Scalar): boolean {
  return type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED'
}
