/** What people read, letter for letter; of the German words those of the institution's own description. */
export type Words = typeof GERMAN

export const GERMAN = {
  signIn: 'Anmelden',
  signOut: 'Abmelden',
  username: 'Benutzername',
  password: 'Kennwort',
  code: 'Code',
  codeOfSms: 'Code aus der SMS',
  next: 'Nächste',
  newPassword: 'Neues Kennwort',
  passwordAgain: 'Neues Kennwort bestätigen',
  confirm: 'Bestätigen',
  codesKept: 'Ich habe sie aufbewahrt, weiter',
  activated: 'Ihr Konto ist aktiviert',
  profile: 'Mein Profil',
  email: 'E-Mail',
  save: 'Speichern',
  saved: 'Gespeichert.',
}

export const FRENCH: Words = {
  signIn: 'Se connecter',
  signOut: 'Se déconnecter',
  username: 'Nom d’utilisateur',
  password: 'Mot de passe',
  code: 'Code',
  codeOfSms: 'Code du SMS',
  next: 'Suivant',
  newPassword: 'Nouveau mot de passe',
  passwordAgain: 'Confirmer le nouveau mot de passe',
  confirm: 'Confirmer',
  codesKept: 'Je les ai conservés, continuer',
  activated: 'Votre compte est activé',
  profile: 'Mon profil',
  email: 'E-mail',
  save: 'Enregistrer',
  saved: 'Enregistré.',
}
