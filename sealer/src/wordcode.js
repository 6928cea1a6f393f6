// The checksum word of a passphrase (specs/passphrase.md, "The code"): a [7,6] code over 7,776 = 2^5 · 3^5 symbols.

export const LENGTH = 7
const SYMBOLS = 7776

const digitsOf = (value, base) => [0, 1, 2, 3, 4].map((place) => Math.floor(value / base ** place) % base)

// x^5 = -(modulus without its leading term): x^5 + x^2 + 1 over GF(2), x^5 + 2x + 1 over GF(3).
const fieldOf = (base, modulus) => ({
  base,
  timesX: (a) => [0, ...a.slice(0, 4)].map((digit, place) => (digit + a[4] * (base - modulus[place])) % base),
  add: (a, b) => a.map((digit, place) => (digit + b[place]) % base),
})
const TWO = fieldOf(2, [1, 0, 1, 0, 0])
const THREE = fieldOf(3, [1, 2, 0, 0, 0])

const weigh = (field, symbols) =>
  symbols.reduce((sum, symbol) => field.add(field.timesX(sum), digitsOf(symbol, field.base)), [0, 0, 0, 0, 0])

const halves = (index) => [index % 32, Math.floor(index / 32)]

/** Whether seven word indices satisfy the code. */
export const isValid = (indices) =>
  indices.length === LENGTH &&
  [weigh(TWO, indices.map((i) => halves(i)[0])), weigh(THREE, indices.map((i) => halves(i)[1]))].flat().every((d) => d === 0)

/** The index of the seventh word to six others. */
export const checkWord = (indices) => {
  const valueOf = (field, symbols) =>
    weigh(field, [...symbols, 0]).reduce((sum, digit, place) => sum + ((field.base - digit) % field.base) * field.base ** place, 0)
  return valueOf(TWO, indices.map((i) => halves(i)[0])) + 32 * valueOf(THREE, indices.map((i) => halves(i)[1]))
}

/** Seven word indices; `random(n)` gives n unpredictable bytes. Six are drawn uniformly: 13 bits, again from 7,776 up. */
export const draw = (random) => {
  const indices = []
  while (indices.length < LENGTH - 1) {
    const [high, low] = random(2)
    const index = ((high & 31) << 8) | low
    if (index < SYMBOLS) indices.push(index)
  }
  return [...indices, checkWord(indices)]
}
