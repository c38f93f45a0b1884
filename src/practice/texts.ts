/**
 * The sentences of the practice meeting's page, by language. It is a page of its
 * own, apart from Homeroom's catalogs, as Jitsi's is.
 */
const english = {
  title: 'Practice meeting',
  notJitsi:
    'This is a practice meeting, not Jitsi: no sound, no picture, no chat. It shows who is in and with which right.',
  connecting: 'Connecting …',
  waiting: 'Waiting for an organizer …',
  cut: 'The connection is cut. Trying again …',
  out: 'You are not in this meeting.',
  people: 'Who is in',
  you: 'you',
  organizer: 'Organizer',
  moderator: 'Moderator for this lesson',
  member: 'Member',
  inBreakout: 'in the breakout room',
  promote: 'Make moderator',
  demote: 'Take the right back',
  remove: 'Remove',
  microphone: 'Microphone',
  camera: 'Camera',
  toBreakout: 'Go to the breakout room',
  toMain: 'Back to the main room',
};

export type Texts = typeof english;

const catalogs: Record<string, Texts> = {
  en: english,
  de: {
    title: 'Übungskonferenz',
    notJitsi:
      'Dies ist eine Übungskonferenz, nicht Jitsi: kein Ton, kein Bild, kein Chat. Sie zeigt, wer da ist und mit welchem Recht.',
    connecting: 'Verbindung wird aufgebaut …',
    waiting: 'Warten auf die Leitung …',
    cut: 'Die Verbindung ist unterbrochen. Neuer Versuch …',
    out: 'Du bist nicht in dieser Konferenz.',
    people: 'Wer da ist',
    you: 'du',
    organizer: 'Leitung',
    moderator: 'Moderation für diese Stunde',
    member: 'Mitglied',
    inBreakout: 'im Gruppenraum',
    promote: 'Moderation geben',
    demote: 'Moderation nehmen',
    remove: 'Entfernen',
    microphone: 'Mikrofon',
    camera: 'Kamera',
    toBreakout: 'In den Gruppenraum',
    toMain: 'Zurück in den Hauptraum',
  },
  fr: {
    title: 'Réunion d’entraînement',
    notJitsi:
      'Ceci est une réunion d’entraînement, pas Jitsi : ni son, ni image, ni discussion. Elle montre qui est là et avec quel droit.',
    connecting: 'Connexion …',
    waiting: 'En attente d’un organisateur …',
    cut: 'La connexion est coupée. Nouvel essai …',
    out: 'Vous n’êtes pas dans cette réunion.',
    people: 'Qui est là',
    you: 'vous',
    organizer: 'Organisateur',
    moderator: 'Modérateur pour ce cours',
    member: 'Membre',
    inBreakout: 'dans la salle de groupe',
    promote: 'Nommer modérateur',
    demote: 'Retirer le droit',
    remove: 'Exclure',
    microphone: 'Micro',
    camera: 'Caméra',
    toBreakout: 'Aller dans la salle de groupe',
    toMain: 'Retour dans la salle principale',
  },
  es: {
    title: 'Reunión de práctica',
    notJitsi:
      'Esta es una reunión de práctica, no Jitsi: sin sonido, sin imagen, sin chat. Muestra quién está y con qué derecho.',
    connecting: 'Conectando …',
    waiting: 'Esperando a un organizador …',
    cut: 'Se cortó la conexión. Nuevo intento …',
    out: 'No estás en esta reunión.',
    people: 'Quién está',
    you: 'tú',
    organizer: 'Organizador',
    moderator: 'Moderador en esta clase',
    member: 'Miembro',
    inBreakout: 'en la sala de grupo',
    promote: 'Hacer moderador',
    demote: 'Quitar el derecho',
    remove: 'Expulsar',
    microphone: 'Micrófono',
    camera: 'Cámara',
    toBreakout: 'Ir a la sala de grupo',
    toMain: 'Volver a la sala principal',
  },
  ar: {
    title: 'اجتماع تدريبي',
    notJitsi: 'هذا اجتماع تدريبي وليس جيتسي: بلا صوت ولا صورة ولا دردشة. يعرض من هو حاضر وبأي صلاحية.',
    connecting: 'جارٍ الاتصال …',
    waiting: 'في انتظار أحد المنظمين …',
    cut: 'انقطع الاتصال. جارٍ إعادة المحاولة …',
    out: 'لست في هذا الاجتماع.',
    people: 'الحاضرون',
    you: 'أنت',
    organizer: 'منظم',
    moderator: 'مشرف لهذا الدرس',
    member: 'عضو',
    inBreakout: 'في الغرفة الفرعية',
    promote: 'تعيين مشرفًا',
    demote: 'سحب الصلاحية',
    remove: 'إخراج',
    microphone: 'الميكروفون',
    camera: 'الكاميرا',
    toBreakout: 'إلى الغرفة الفرعية',
    toMain: 'العودة إلى الغرفة الرئيسية',
  },
};

/** The catalog of a language tag, English where there is none. */
export function textsFor(language: string): { texts: Texts; language: string } {
  const primary = language.toLowerCase().split('-', 1)[0] ?? '';
  const texts = catalogs[primary];
  return texts ? { texts, language: primary } : { texts: english, language: 'en' };
}
