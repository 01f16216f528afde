import type { withdraw as english } from '../en/withdraw.ts'

export const withdraw: Record<keyof typeof english, string> = {
  'withdraw.link': 'Υπαναχώρηση από τη σύμβαση εδώ',
  'withdraw.title': 'Υπαναχώρηση από τη σύμβαση εδώ',
  'withdraw.intro':
    'Μπορείτε να υπαναχωρήσετε από την αγορά σας μέσα σε {days} ημέρες χωρίς να δώσετε λόγο. Δύο βήματα: πείτε τι αφορά και επιβεβαιώστε.',
  'withdraw.intro.2': 'Λαμβάνετε αμέσως βεβαίωση με ημερομηνία και ώρα, εδώ και με e-mail.',
  'withdraw.name': 'Το όνομά σας',
  'withdraw.order_number': 'Αριθμός παραγγελίας',
  'withdraw.order_number.hint': 'Θα τον βρείτε στην επιβεβαίωση της παραγγελίας.',
  'withdraw.email': 'E-mail για τη βεβαίωση',
  'withdraw.email.hint': 'Το χρησιμοποιούμε μόνο για αυτό.',
  'withdraw.scope': 'Από τι υπαναχωρείτε;',
  'withdraw.scope.whole': 'Από ολόκληρη την παραγγελία',
  'withdraw.scope.part': 'Μόνο από ένα μέρος της',
  'withdraw.scope.pieces': 'Μόνο από ορισμένα προϊόντα',
  'withdraw.part': 'Ποια προϊόντα και πόσα;',
  'withdraw.part.hint': 'Όπως τα λέτε εσείς· βοηθά η επιβεβαίωση της παραγγελίας.',
  'withdraw.pieces.of': 'Παραγγελία {number}',
  'withdraw.pieces.quantity': 'Πόσα από: {title} (έως {most})',
  'withdraw.check.title': 'Επιβεβαιώστε την υπαναχώρησή σας',
  'withdraw.check.text': 'Αυτή είναι η δήλωση που θα λάβει: {shop}.',
  'withdraw.confirm': 'Επιβεβαίωση υπαναχώρησης',
  'withdraw.change': 'Αλλαγή στοιχείων',
  'withdraw.words.whole':
    'Ο/Η {name} υπαναχωρώ με την παρούσα από τη σύμβαση της παραγγελίας {number}, για όλα τα προϊόντα της.',
  'withdraw.words.part':
    'Ο/Η {name} υπαναχωρώ με την παρούσα από τη σύμβαση της παραγγελίας {number}, για τα εξής προϊόντα: {what}',
  'withdraw.words.piece': '{quantity} × {title}',
  'withdraw.done.title': 'Η υπαναχώρησή σας παραλήφθηκε',
  'withdraw.done.received': 'Παραλήφθηκε: {at}.',
  'withdraw.done.mail': 'Η βεβαίωση έρχεται στο {email}. Κρατήστε την.',
  'withdraw.done.number': 'Αριθμός της δήλωσής σας',
  'withdraw.done.statement': 'Τι δηλώσατε',
  'withdraw.done.next.opened':
    'Η επιστροφή σας {number} άνοιξε. Η σελίδα της λέει πώς και μέχρι πότε να στείλετε τα προϊόντα και πότε έρχονται τα χρήματα.',
  'withdraw.done.next.waiting':
    'Το κατάστημα {shop} θα το εξετάσει και θα σας γράψει για την αποστολή των προϊόντων. Η υπαναχώρησή σας ισχύει ήδη από την παραπάνω στιγμή.',
  'withdraw.done.follow': 'Δείτε την επιστροφή μου',
  'withdraw.done.print': 'Εκτύπωση σελίδας',
  'withdraw.trouble.name': 'Γράψτε το όνομά σας, ώστε το κατάστημα {shop} να ξέρει ποιος υπαναχωρεί.',
  'withdraw.trouble.order_number': 'Γράψτε τον αριθμό της παραγγελίας.',
  'withdraw.trouble.email': 'Γράψτε μια διεύθυνση e-mail, όπως name@example.com.',
  'withdraw.trouble.part': 'Πείτε από ποια προϊόντα υπαναχωρείτε.',
  'withdraw.trouble.pieces': 'Επιλέξτε τουλάχιστον ένα προϊόν.',
  'withdraw.trouble.many':
    'Ήρθαν πάρα πολλές δηλώσεις από εδώ σε λίγο χρόνο. Περιμένετε μία ώρα ή γράψτε απευθείας στο κατάστημα {shop}: μια επιστολή ή ένα e-mail ισχύει εξίσου.',
}
