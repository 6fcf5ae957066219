// Whether a header, a parameter or a field holds a secret, by its name. What core asks of names that are only shown may err
// on the side of hiding; here a word too many would take `author` and `max_tokens` out of what is sent.

const WORDS = new Set(
  `password passwd pwd passphrase passcode pass secret secrets token jwt bearer auth authorization oauth oauth2 cookie
  cookies credential credentials signature sig hmac session sessionid sid jsessionid phpsessid csrf xsrf csrftoken
  xsrftoken otp totp pin cvv cvc apikey`.split(/\s+/),
)

/** Anywhere in the name, whatever it is joined to. */
const PARTS =
  /password|passwd|secret|apikey|(?:access|auth|private|subscription|client|encryption|app|license|signing|account|master|shared)key|token(?!i[sz])/

/** What a name that ends so says of a secret is none: `token_type`, `password_policy`. */
const ABOUT = new Set(
  `type types url uri endpoint count counts policy length limit limits size name names ttl expiry expires method enabled
  required field hint tokens status version mode domain path`.split(/\s+/),
)

export function isSecretName(name: string): boolean {
  const words = wordsOf(name)
  const last = words.at(-1)
  if (last === undefined || (words.length > 1 && ABOUT.has(last)) || last === 'tokens') return false
  return words.some((word) => WORDS.has(word)) || PARTS.test(words.join('')) || words.join('') === 'key'
}

/** `X-Api-Key` and `xApiKey` are x, api, key. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase())
}

// What belongs to a secret without being one: whose it is, and of what kind.
const IDENTITY = new Set(['type', 'kind', 'provider', 'grant', 'scheme', 'method', 'user', 'username', 'email', 'id'])

/** Whether a field inside of one with a secret's name is no secret itself: `type` in `credentials: { type, value }`. */
export function isIdentity(name: string): boolean {
  const words = wordsOf(name)
  return words.length > 0 && words.every((word) => IDENTITY.has(word) || word === 'name')
}
