// GitHub's workflow expressions, as far as this project's action and its documented jobs use them:
// literals, contexts (`steps.run.outputs.verdict`), `== != && || !`, parentheses, and functions.

export type ExpressionContext = Readonly<Record<string, unknown>>
export type ExpressionFunctions = Readonly<Record<string, (...args: readonly unknown[]) => unknown>>

const TOKEN = /\s*(?:('(?:[^']|'')*')|(\d+(?:\.\d+)?)|([A-Za-z_][\w-]*)|(==|!=|&&|\|\||[!().,[\]]))/y

/** Replaces each `${{ … }}` of a text by its value. */
export function interpolate(text: string, context: ExpressionContext, functions: ExpressionFunctions): string {
  return text.replace(/\$\{\{([\s\S]*?)\}\}/g, (_, source: string) => asText(evaluate(source, context, functions)))
}

/** @throws Error on a form that GitHub would refuse, or that is not covered here */
export function evaluate(source: string, context: ExpressionContext, functions: ExpressionFunctions): unknown {
  const tokens = tokenize(source)
  let at = 0
  const take = (token: string) => tokens[at] === token && at++ >= 0
  const expectToken = (token: string) => {
    if (!take(token)) throw new Error(`expected ${token} in ${source}, got ${tokens[at] ?? 'its end'}`)
  }

  const or = (): unknown => {
    let left = and()
    while (take('||')) {
      const right = and()
      left = isTruthy(left) ? left : right
    }
    return left
  }
  const and = (): unknown => {
    let left = equality()
    while (take('&&')) {
      const right = equality()
      left = isTruthy(left) ? right : left
    }
    return left
  }
  const equality = (): unknown => {
    const left = unary()
    if (take('==')) return looselyEqual(left, unary())
    if (take('!=')) return !looselyEqual(left, unary())
    return left
  }
  const unary = (): unknown => (take('!') ? !isTruthy(unary()) : primary())
  const primary = (): unknown => {
    if (take('(')) {
      const inner = or()
      expectToken(')')
      return inner
    }
    const token = tokens[at++]
    if (token === undefined) throw new Error(`expected a value in ${source}, got its end`)
    if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'")
    if (/^\d/.test(token)) return Number(token)
    if (token === 'true' || token === 'false') return token === 'true'
    if (token === 'null') return null
    return take('(') ? call(token) : member(context[token])
  }
  const call = (name: string): unknown => {
    const args: unknown[] = []
    while (!take(')')) {
      args.push(or())
      take(',')
    }
    const called = functions[name]
    if (called === undefined) throw new Error(`expected a known function in ${source}, got ${name}`)
    return called(...args)
  }
  const member = (value: unknown): unknown => {
    let found = value
    while (take('.')) found = (found as Record<string, unknown> | undefined)?.[tokens[at++] as string]
    return found
  }

  const value = or()
  if (at < tokens.length) throw new Error(`expected the end of ${source}, got ${tokens[at]}`)
  return value
}

function tokenize(source: string): string[] {
  const tokens: string[] = []
  TOKEN.lastIndex = 0
  const text = source.trimEnd()
  while (TOKEN.lastIndex < text.length) {
    const from = TOKEN.lastIndex
    const match = TOKEN.exec(text)
    if (match === null) throw new Error(`expected an expression, got ${text.slice(from)}`)
    tokens.push(match[0].trim())
  }
  return tokens
}

export function isTruthy(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && value !== false && value !== 0
}

// GitHub compares texts without regard to case, and null as the empty text.
function looselyEqual(left: unknown, right: unknown): boolean {
  return asText(left).toLowerCase() === asText(right).toLowerCase()
}

function asText(value: unknown): string {
  return value === undefined || value === null ? '' : String(value)
}
