/** What a code of a quality looks like, whether or not the configuration has it. The database checks the same. */
export const QUALITY_CODE = /^QUAL_[A-Z0-9_]{1,120}$/

export function isQualityCode(text: string): boolean {
  return QUALITY_CODE.test(text)
}
