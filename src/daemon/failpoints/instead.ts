/** The same thing with some members of its own: also of a class, whose private fields a copy would lose. */
export function instead<Thing extends object>(thing: Thing, members: Partial<Thing>): Thing {
  return new Proxy(thing, {
    get(target, key) {
      const member = Reflect.get(Object.hasOwn(members, key) ? members : target, key, target)
      return typeof member === 'function' ? member.bind(target) : member
    },
  })
}
