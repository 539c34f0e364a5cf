import type { MessageTexts } from '../texts.ts'

const WAITING: MessageTexts = {
  de: {
    subject: 'Ungelesene Mitteilungen',
    text: 'Guten Tag\n\nIm Postfach Ihres Unternehmens warten ungelesene Mitteilungen: {count}\n\nMelden Sie sich an, um sie zu lesen.\n',
  },
  fr: {
    subject: 'Messages non lus',
    text: 'Bonjour,\n\nNombre de messages non lus dans la boîte aux lettres de votre entreprise : {count}\n\nConnectez-vous pour les lire.\n',
  },
  nl: {
    subject: 'Ongelezen berichten',
    text: 'Goedendag\n\nAantal ongelezen berichten in de brievenbus van uw onderneming: {count}\n\nMeld u aan om ze te lezen.\n',
  },
  en: {
    subject: 'Unread notices',
    text: 'Good day\n\nUnread notices in the mailbox of your enterprise: {count}\n\nSign in to read them.\n',
  },
}

const EXPIRING: MessageTexts = {
  de: {
    subject: 'Ein Zertifikat läuft ab',
    text: 'Guten Tag\n\nEin Zertifikat, mit dem Ihr Unternehmen sendet, läuft ab. Tage bis dahin, höchstens: {days}\n\nHinterlegen Sie rechtzeitig ein neues; beide gelten nebeneinander.\n',
  },
  fr: {
    subject: 'Un certificat expire',
    text: 'Bonjour,\n\nUn certificat avec lequel votre entreprise envoie expire. Jours restants, au plus : {days}\n\nEnregistrez-en un nouveau à temps ; les deux sont valables en parallèle.\n',
  },
  nl: {
    subject: 'Een certificaat vervalt',
    text: 'Goedendag\n\nEen certificaat waarmee uw onderneming verstuurt, vervalt. Resterende dagen, ten hoogste: {days}\n\nRegistreer tijdig een nieuw; beide gelden naast elkaar.\n',
  },
  en: {
    subject: 'A certificate is about to expire',
    text: 'Good day\n\nA certificate with which your enterprise sends is about to expire. Days left, at most: {days}\n\nRegister a new one in time; both are valid side by side.\n',
  },
}

const EXPIRED: MessageTexts = {
  de: {
    subject: 'Ein Zertifikat ist abgelaufen',
    text: 'Guten Tag\n\nEin Zertifikat, mit dem Ihr Unternehmen sendet, ist abgelaufen. Was damit signiert wird, wird abgelehnt. Hinterlegen Sie ein neues.\n',
  },
  fr: {
    subject: 'Un certificat a expiré',
    text: 'Bonjour,\n\nUn certificat avec lequel votre entreprise envoie a expiré. Ce qui est signé avec lui est refusé. Enregistrez-en un nouveau.\n',
  },
  nl: {
    subject: 'Een certificaat is vervallen',
    text: 'Goedendag\n\nEen certificaat waarmee uw onderneming verstuurt, is vervallen. Wat ermee ondertekend wordt, wordt geweigerd. Registreer een nieuw.\n',
  },
  en: {
    subject: 'A certificate has expired',
    text: 'Good day\n\nA certificate with which your enterprise sends has expired. What is signed with it is rejected. Register a new one.\n',
  },
}

const REVOKED: MessageTexts = {
  de: {
    subject: 'Ein Zertifikat wurde widerrufen',
    text: 'Guten Tag\n\nEin Zertifikat, mit dem Ihr Unternehmen sendet, wurde widerrufen. Was damit signiert wird, wird abgelehnt. Hinterlegen Sie ein neues.\n',
  },
  fr: {
    subject: 'Un certificat a été révoqué',
    text: 'Bonjour,\n\nUn certificat avec lequel votre entreprise envoie a été révoqué. Ce qui est signé avec lui est refusé. Enregistrez-en un nouveau.\n',
  },
  nl: {
    subject: 'Een certificaat werd ingetrokken',
    text: 'Goedendag\n\nEen certificaat waarmee uw onderneming verstuurt, werd ingetrokken. Wat ermee ondertekend wordt, wordt geweigerd. Registreer een nieuw.\n',
  },
  en: {
    subject: 'A certificate was revoked',
    text: 'Good day\n\nA certificate with which your enterprise sends was revoked. What is signed with it is rejected. Register a new one.\n',
  },
}

/** What waits in a mailbox, and what becomes of certificates: no contents, no names, no numbers of senders (spec access.md §9). */
export const NOTICE_TEXTS = {
  'notices.waiting': WAITING,
  'certificate.expiring': EXPIRING,
  'certificate.expired': EXPIRED,
  'certificate.revoked': REVOKED,
}
