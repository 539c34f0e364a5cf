/** The same value with its moments as text (ISO 8601, UTC), as JSON has them. */
export type Plain<Value> = Value extends Date
  ? string
  : Value extends string
    ? Value
    : Value extends readonly (infer Item)[]
      ? readonly Plain<Item>[]
      : Value extends object
        ? { readonly [Key in keyof Value]: Plain<Value[Key]> }
        : Value

export function plain<Value>(value: Value): Plain<Value> {
  return JSON.parse(JSON.stringify(value)) as Plain<Value>
}
