// Seeded randomness. Every consumer draws from its own named stream, so that one more draw in one place
// (a fault, say) does not shift what another place (the arrivals) draws.

/** The next number of a stream, uniform in [0, 1). */
export type Random = () => number

/**
 * A stream that the pair (seed, name) determines.
 * sfc32 (Chris Doty-Humphrey, PractRand), its state filled by a 128-bit hash of seed and name.
 */
export function randomStream(seed: number, name: string): Random {
  let [a, b, c, d] = hash128(`${seed}/${name}`)
  const next = (): number => {
    const t = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + t) | 0
    return (t >>> 0) / 4294967296
  }
  for (let i = 0; i < 12; i++) next()
  return next
}

/** A draw from the exponential distribution with mean 1. */
export function exponential(random: Random): number {
  return -Math.log(1 - random())
}

/** A draw from the standard normal distribution (Box and Muller, 1958). */
export function standardNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

// cyrb128: four 32-bit lanes of multiply and xor over the characters.
function hash128(text: string): [number, number, number, number] {
  let [h1, h2, h3, h4] = [1779033703, 3144134277, 1013904242, 2773480762]
  for (let i = 0; i < text.length; i++) {
    const k = text.charCodeAt(i)
    h1 = h2 ^ Math.imul(h1 ^ k, 597399067)
    h2 = h3 ^ Math.imul(h2 ^ k, 2869860233)
    h3 = h4 ^ Math.imul(h3 ^ k, 951274213)
    h4 = h1 ^ Math.imul(h4 ^ k, 2716044179)
  }
  h1 = Math.imul(h3 ^ (h1 >>> 18), 597399067)
  h2 = Math.imul(h4 ^ (h2 >>> 22), 2869860233)
  h3 = Math.imul(h1 ^ (h3 >>> 17), 951274213)
  h4 = Math.imul(h2 ^ (h4 >>> 19), 2716044179)
  return [h1 ^ h2 ^ h3 ^ h4, h2 ^ h1, h3 ^ h1, h4 ^ h1]
}
