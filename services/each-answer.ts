/** The same object, whose promises are awaited by `wait`. */
export const eachAnswer = <Target extends object>(
  target: Target,
  wait: (answer: Promise<unknown>) => Promise<unknown>,
): Target =>
  new Proxy(target, {
    get: (_, name) => {
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      return (...args: unknown[]) => {
        const answer: unknown = Reflect.apply(value, target, args)
        return answer instanceof Promise ? wait(answer) : answer
      }
    },
  })
