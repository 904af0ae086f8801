/** For `contains` and its like, which become a LIKE: there these three are not themselves. */
export const literally = (text: string): string => text.replace(/[\\%_]/g, '\\$&')
