/** Ends a `switch` over a union: the compiler refuses a missing case, and a value from outside the union is a bug. */
export function unreachable(value: never): never {
  throw new TypeError(`not a case: ${JSON.stringify(value)}`)
}
