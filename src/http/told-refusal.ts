import type { Refusal } from '../base/refusal.ts'
import type { Speak, Texts } from './language.ts'

/** Cause and remedy in the words of `texts`; in English where a refusal is not one that people meet. */
export function toldIn<All extends Texts>(
  texts: All,
  t: Speak<keyof All & string>,
  { cause, remedy, told }: Refusal,
): { readonly cause: string; readonly remedy: string } {
  const [causeKey, remedyKey] = [`refusal.${told?.key}.cause`, `refusal.${told?.key}.remedy`]
  if (!isKeyOf(texts, causeKey) || !isKeyOf(texts, remedyKey)) return { cause, remedy }
  return { cause: t(causeKey, told?.values), remedy: t(remedyKey, told?.values) }
}

function isKeyOf<All extends Texts>(texts: All, key: string): key is keyof All & string {
  return Object.hasOwn(texts, key)
}
