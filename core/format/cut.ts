/** The text in at most so many UTF-16 units, ending in an ellipsis where it was cut; no character is cut in two. */
export const cut = (text: string, length: number): string => {
  if (text.length <= length) return text
  const head = text.slice(0, Math.max(0, length - 1))
  return `${/[\uD800-\uDBFF]$/.test(head) ? head.slice(0, -1) : head}…`
}
