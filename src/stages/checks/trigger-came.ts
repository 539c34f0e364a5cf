import type { Check } from './check.ts'
import { triggerOf } from './facts.ts'

/** rule 2.1: a set has a GO (130). Without one nothing else can be said of it: the GO announces the parts. */
export const triggerCame: Check = (facts) => (triggerOf(facts) ? [] : [{ code: 130 }])
