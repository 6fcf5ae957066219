// Numbers as people write them where a plain one is expected: `1,000`, `1_000`, `0,5`, `5/s`, `5 rps`, `"5"`.

const THOUSANDS = /(?<![\d.,_])\d{1,3}(?:[,_ ']\d{3})+(?![\d_])/g
const DECIMAL_COMMA = /(?<=\d),(?=\d)/g
const UNDERSCORE = /(?<=\d)_(?=\d)/g
const PER_SECOND = /\s*(?:(?:requests?|reqs?|rps|qps|r)?\s*(?:\/|per)\s*s(?:ec(?:ond)?)?|rps|qps|requests?|reqs?)$/i

/** The text with each of its numbers in plain notation: `p95 < 0,5s` is `p95 < 0.5s`, `1,000ms` is `1000ms`. */
export function withPlainNumbers(text: string): string {
  return text
    .replace(THOUSANDS, (number) => number.replace(/\D/g, ''))
    .replace(DECIMAL_COMMA, '.')
    .replace(UNDERSCORE, '')
}

/** Seconds of the time that a rate may name. */
const TIMES: readonly (readonly [RegExp, number])[] = [
  [/^(?:m|min|minute)$/i, 60],
  [/^(?:h|hour)$/i, 3600],
]

/** The number a second that a rate of another time is: `300/min` is 5. Undefined where the text is none. */
export function ratePerSecondMeant(text: string): number | undefined {
  const [, number = '', , time = ''] = /^(.+?)\s*(requests?|reqs?|r)?\s*(?:\/|per)\s*([a-z]+)$/i.exec(text.trim()) ?? []
  const seconds = TIMES.find(([pattern]) => pattern.test(time))?.[1]
  const meant = plainNumberMeant(number)
  return seconds === undefined || meant === undefined ? undefined : Number((meant / seconds).toPrecision(6))
}

/** The plain number that a text is meant to be; undefined where it is none. */
export function plainNumberMeant(text: string): number | undefined {
  const plain = withPlainNumbers(text.trim()).replace(PER_SECOND, '')
  return /^\d+(?:\.\d+)?$/.test(plain) ? Number(plain) : undefined
}
