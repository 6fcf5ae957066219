// What has to return something for a condition to become true, as queries for a real Prometheus: for PromQL
// that is not evaluated here, but whose operators are known.
//   a comparison, arithmetic around one, `and`   both sides
//   `or`                                         one side
//   `a unless b`                                 a
//   absent(a), vector(1), a number               nothing
//   all else                                     itself

import type { SyntaxNode } from '@lezer/common'
import { parser } from '@prometheus-io/lezer-promql'
import { ALWAYS_RETURN } from '../expression/absence-functions.ts'
import { isArithmetic } from '../expression/expression.ts'
import { asGrammarHasIt } from './grammar-text.ts'
import { type Binding, bindChain, layOut } from './operator-chain.ts'
import { PromqlError, type Span } from './promql-error.ts'
import { childNamed, childrenOf, QueryText } from './query-text.ts'
import { syntaxError } from './syntax-errors.ts'

export type ConditionNeeds =
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'result'
      readonly expression: string
      /** Those in it, without ranges and offsets. */
      readonly selectors: readonly string[]
    }
  | { readonly kind: 'both' | 'either'; readonly parts: readonly ConditionNeeds[] }

/** Null for a text that the grammar does not know. */
export function conditionNeeds(text: string): ConditionNeeds | null {
  const parsed = asGrammarHasIt(text)
  const query = new QueryText(text, parsed)
  const tree = parser.parse(parsed)
  if (syntaxError(tree, query)) return null
  const [node] = childrenOf(tree.topNode)
  try {
    return node ? needsOf(node, query).needs : null
  } catch (error) {
    if (error instanceof PromqlError) return null
    throw error
  }
}

interface Part extends Span {
  readonly needs: ConditionNeeds
  /** Whether it returns nothing where a condition is false, and not only without data. */
  readonly isFiltered: boolean
}

const NOTHING: ConditionNeeds = { kind: 'nothing' }

function needsOf(node: SyntaxNode, query: QueryText): Part {
  const result = ({ from, to }: Span, around: SyntaxNode): ConditionNeeds => ({
    kind: 'result',
    expression: query.writtenAt({ from, to }),
    selectors: selectorsIn(around, { from, to }, query),
  })
  const binding: Binding<Part> = {
    operand: ({ kind, node: operand, from, to }) => {
      if (kind === 'number') return { from, to, needs: NOTHING, isFiltered: false }
      if (operand.name !== 'ParenExpr')
        return {
          from,
          to,
          needs: isAlways(operand, query) ? NOTHING : result({ from, to }, operand),
          isFiltered: false,
        }
      const [inner] = childrenOf(operand)
      return inner ? { ...needsOf(inner, query), from, to } : { from, to, needs: NOTHING, isFiltered: false }
    },
    postfix: ({ from }, { node: postfix }) => ({
      from,
      to: postfix.to,
      needs: result({ from, to: postfix.to }, node),
      isFiltered: false,
    }),
    sign: ({ from }, inner) => ({ ...inner, from }),
    binary: (left, { operator }, right) => {
      const span = { from: left.from, to: right.to }
      const isFiltered = !isArithmetic(operator) || left.isFiltered || right.isFiltered
      if (operator === 'unless') return { ...span, needs: left.needs, isFiltered }
      const needsResult = left.needs !== NOTHING || right.needs !== NOTHING
      if (!isFiltered) return { ...span, needs: needsResult ? result(span, node) : NOTHING, isFiltered }
      const kind = operator === 'or' ? 'either' : 'both'
      return { ...span, needs: { kind, parts: [left.needs, right.needs] }, isFiltered }
    },
  }
  return bindChain(layOut(node, query), binding)
}

function isAlways(node: SyntaxNode, query: QueryText): boolean {
  const identifier = node.name === 'FunctionCall' ? childNamed(node, 'FunctionIdentifier') : undefined
  if (identifier === undefined) return false
  const given = childNamed(node, 'FunctionCallBody')
  return ALWAYS_RETURN.has(query.textOf(identifier)) || (given !== undefined && childrenOf(given).length === 0)
}

function selectorsIn(node: SyntaxNode, { from, to }: Span, query: QueryText): readonly string[] {
  const found: string[] = []
  node.cursor().iterate((each) => {
    if (each.name === 'VectorSelector' && each.from >= from && each.to <= to) found.push(query.textOf(each))
  })
  return [...new Set(found)]
}
