/** The official two-level cause of a bad signature (annex 25): main code, explanatory code. Kept in the verdict's evidence. */
export type AnnexPair = readonly [main: number, explanatory: number]
