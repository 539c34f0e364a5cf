/** Passwords that the rule lets through and that everybody tries first (spec access.md §7). Small on purpose: the throttle does the rest. */

// biome-ignore format: a list
const COMMON: ReadonlySet<string> = new Set([
  '0123456789', '1234567890', '12345678910', '123456789a', '123456789q', '0987654321', '9876543210', '1111111111', '0000000000',
  '1122334455', '1234512345', '1231231231', '123123123123', '1q2w3e4r5t', '1qaz2wsx3edc', 'q1w2e3r4t5', 'a1b2c3d4e5', 'abcd123456',
  'abcde12345', 'abcdef1234', 'qwerty1234', 'qwerty12345', 'qwerty123456', 'azerty1234', 'azerty12345', 'azerty123456',
  'qwertz1234', 'qwertz12345', 'password10', 'password11', 'password12', 'password123', 'password1234', 'passw0rd123', 'p@ssw0rd12',
  'p@ssword123', 'p@ssw0rd123', 'motdepasse12', 'motdepasse123', 'motdepasse1!', 'wachtwoord12', 'wachtwoord123', 'wachtwoord1!',
  'kennwort12', 'kennwort123', 'passwort12', 'passwort123', 'passwort1!', 'welcome123', 'welcome2024', 'welcome2025', 'welcome2026',
  'welkom1234', 'bienvenue12', 'bienvenue123', 'willkommen12', 'willkommen123', 'administrator1!', 'admin12345', 'admin123456',
  'belgique2024', 'belgique2025', 'belgique2026', 'belgium2024', 'belgium2025', 'belgium2026', 'changeme12', 'changeme123',
  'letmein123', 'iloveyou12', 'iloveyou123', 'testtest12', 'test123456', 'secret1234', 'zaq12wsxcde3',
])

/** Whatever the case. */
export function isCommon(password: string): boolean {
  return COMMON.has(password.toLowerCase())
}
