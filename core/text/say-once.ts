// Sentences, so that a report says each one once.

// An objective begins with a small letter: `No cause is known. p95 < 1s was not met.`
const BETWEEN_SENTENCES = /(?<=[.!?])(?<!\b(?:e\.g|i\.e|vs)\.) (?=\S)/

export function sentencesOf(text: string): string[] {
  return text.split(BETWEEN_SENTENCES)
}

/**
 * The texts without the sentences that stand in `said` or in a text before. A text of which nothing is left is left out.
 * A sentence also counts as said where it is the end of a longer one, or its beginning up to a colon.
 */
export function sayOnce(texts: readonly string[], said: readonly string[] = []): string[] {
  const keys = said.flatMap((text) => statementsOf(text).map(({ key }) => key))
  return texts.map((text) => newSentences(statementsOf(text), keys)).filter((text) => text !== '')
}

export interface Reasoned {
  /** What the reason speaks of: `ErrorBudgetBurn never fires`. */
  readonly subject: string
  readonly reason: string
}

/** What is left to say of each, one after another, where reasons may stand elsewhere; empty where nothing is. */
export function unsaid(reasoned: readonly Reasoned[], said: readonly string[]): string[] {
  const keys = said.flatMap((text) => statementsOf(text).map(({ key }) => key))
  return reasoned.map(({ subject, reason }) => newSentences(statementsOf(reason, `${subject}.`), keys))
}

/** @param keys of what was said before; those of the statements are added */
function newSentences(statements: readonly Statement[], keys: string[]): string {
  const left = statements.filter(({ key }) => !keys.some((earlier) => isPartOf(earlier, key)))
  keys.push(...statements.map(({ key }) => key))
  return left.map(({ sentence }) => sentence).join(' ')
}

// `The scrape failed.` is said by `Undecided: The scrape failed.`, by `The scrape failed: timed out.` and by
// `The scrape failed. p95 < 1s was met.`, in which no capital shows where the second sentence begins.
function isPartOf(earlier: string, key: string): boolean {
  return earlier.endsWith(key) || earlier.startsWith(`${key} `) || earlier.includes(`${key.slice(0, -1)}: `)
}

interface Statement {
  readonly sentence: string
  readonly key: string
}

/** A sentence about `it` is about what was named before: the same words of another subject are another statement. */
function statementsOf(text: string, subject?: string): Statement[] {
  let before = subject === undefined ? undefined : plain(subject)
  return sentencesOf(text).map((sentence) => {
    before = before !== undefined && /^Its?\b/.test(sentence) ? `${before} ${sentence}` : plain(sentence)
    return { sentence, key: before }
  })
}

/** `Inconclusive: A never fires.` and `Undecided: whether A never fires is undecided.` say the same. */
function plain(sentence: string): string {
  const undecided = /^Inconclusive: (.*\.)$/.exec(sentence)?.[1]
  const answer = /^(?:Undecided: )?(?:whether )?(.*) is undecided(?: \([^()]*\))?\.$/.exec(sentence)?.[1]
  if (undecided !== undefined) return `undecided: ${undecided}`
  return answer === undefined ? sentence : `undecided: ${answer}.`
}
