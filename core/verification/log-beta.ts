/** Terms of Stirling's series beyond z ln z: good to twelve digits from 8 on, where smaller arguments are moved to. */
const series = (z: number): number => 1 / (12 * z) - 1 / (360 * z ** 3) + 1 / (1260 * z ** 5) - 1 / (1680 * z ** 7)

/** Natural logarithm of the gamma function; `z` above 0. */
export const logGamma = (z: number): number => {
  let moved = z
  let product = 1
  while (moved < 8) {
    product *= moved
    moved += 1
  }
  return (moved - 0.5) * Math.log(moved) - moved + 0.5 * Math.log(2 * Math.PI) + series(moved) - Math.log(product)
}

/** Natural logarithm of the beta function; both above 0. */
export const logBeta = (a: number, b: number): number => logGamma(a) + logGamma(b) - logGamma(a + b)
