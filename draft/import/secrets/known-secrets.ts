// Secrets that are told by their value, wherever they stand: what issuers of tokens begin them with.

const PATTERNS = [
  // JSON Web Tokens
  String.raw`\beyJ[\w-]{6,}\.[\w-]{4,}\.[\w-]*`,
  // Stripe, OpenAI and Anthropic, GitHub, GitLab, Slack, npm, Hugging Face, Shopify, DigitalOcean, SendGrid
  String.raw`\b[srp]k_(?:live|test)_\w{8,}`,
  String.raw`\bsk-[\w-]{16,}`,
  String.raw`\bgh[pousr]_\w{20,}`,
  String.raw`\bgithub_pat_\w{20,}`,
  String.raw`\bglpat-[\w-]{16,}`,
  String.raw`\bxox[abeoprs]-[\w-]{10,}`,
  String.raw`\bnpm_\w{30,}`,
  String.raw`\bhf_\w{20,}`,
  String.raw`\bshp(?:at|ca|pa|ss)_\w{20,}`,
  String.raw`\bdo[op]_v1_\w{20,}`,
  String.raw`\bSG\.[\w-]{16,}\.[\w-]{16,}`,
  // Amazon, Google
  String.raw`\b(?:AKIA|ASIA)[A-Z0-9]{16}\b`,
  String.raw`\bAIza[\w-]{30,}`,
  String.raw`\bya29\.[\w-]{10,}`,
  // Keys in PEM
  '-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*-----END [A-Z ]*PRIVATE KEY-----',
]

const KNOWN = new RegExp(PATTERNS.join('|'), 'g')
const BEARER = /\b(Bearer\s+)([\w.~+/-]{8,}=*)/g
const USER_INFO = /([a-z][a-z0-9+.-]{0,20}:\/\/)([^\s/?#@:"']{1,200}:[^\s/?#@"']{1,200})@/gi

/** The text with each secret in it that its value gives away replaced. */
export function replaceKnownSecrets(text: string, replacement: (secret: string, hint: string) => string): string {
  return text
    .replace(BEARER, (_, scheme: string, token: string) => `${scheme}${replacement(token, 'TOKEN')}`)
    .replace(USER_INFO, (_, scheme: string, user: string) => `${scheme}${replacement(user, 'USER_PASSWORD')}@`)
    .replace(KNOWN, (secret) => replacement(secret, secret.startsWith('-----') ? 'PRIVATE_KEY' : 'TOKEN'))
}
