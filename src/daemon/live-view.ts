/** An object whose members are read from what is in force at the time of reading, so that a reload needs nobody's help (case G8). */
export function liveView<Settings extends object>(current: () => Settings): Settings {
  return new Proxy({} as Settings, {
    get: (_, key) => Reflect.get(current(), key),
    has: (_, key) => Reflect.has(current(), key),
    ownKeys: () => Reflect.ownKeys(current()),
    getOwnPropertyDescriptor: (_, key) => {
      const descriptor = Reflect.getOwnPropertyDescriptor(current(), key)
      return descriptor && { ...descriptor, configurable: true }
    },
  })
}

/** The same for what is made of what is in force. */
export function derivedView<From extends object, Settings extends object>(
  current: () => From,
  derive: (from: From) => Settings,
): Settings {
  return liveView(derivedFrom(current, derive))
}

/** What is made of what is in force: made once for each of it, for it is read at every packet. */
export function derivedFrom<From extends object, Made extends object>(
  current: () => From,
  derive: (from: From) => Made,
): () => Made {
  const made = new WeakMap<From, Made>()
  return () => {
    const from = current()
    const known = made.get(from) ?? derive(from)
    made.set(from, known)
    return known
  }
}
