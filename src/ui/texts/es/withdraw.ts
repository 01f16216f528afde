import type { withdraw as english } from '../en/withdraw.ts'

export const withdraw: Record<keyof typeof english, string> = {
  'withdraw.link': 'Desistir del contrato aquí',
  'withdraw.title': 'Desistir del contrato aquí',
  'withdraw.intro':
    'Puedes desistir de tu compra en un plazo de {days} días sin dar ningún motivo. Dos pasos: di de qué se trata y confirma.',
  'withdraw.intro.2': 'Recibes al momento un acuse de recibo con fecha y hora, aquí y por correo electrónico.',
  'withdraw.name': 'Tu nombre',
  'withdraw.order_number': 'Número de pedido',
  'withdraw.order_number.hint': 'Está en la confirmación de tu pedido.',
  'withdraw.email': 'Correo electrónico para el acuse de recibo',
  'withdraw.email.hint': 'Solo lo usamos para esto.',
  'withdraw.scope': '¿De qué desistes?',
  'withdraw.scope.whole': 'De todo el pedido',
  'withdraw.scope.part': 'Solo de una parte',
  'withdraw.scope.pieces': 'Solo de algunos artículos',
  'withdraw.part': '¿Qué artículos y cuántos?',
  'withdraw.part.hint': 'Con tus palabras; la confirmación del pedido te ayuda.',
  'withdraw.pieces.of': 'Pedido {number}',
  'withdraw.pieces.quantity': 'Cuántos de {title} (como máximo {most})',
  'withdraw.check.title': 'Confirma tu desistimiento',
  'withdraw.check.text': 'Esta es la declaración que recibirá {shop}.',
  'withdraw.confirm': 'Confirmar desistimiento',
  'withdraw.change': 'Cambiar algo',
  'withdraw.words.whole':
    'Yo, {name}, desisto por la presente del contrato del pedido {number}, respecto de todos sus artículos.',
  'withdraw.words.part':
    'Yo, {name}, desisto por la presente del contrato del pedido {number}, respecto de estos artículos: {what}',
  'withdraw.words.piece': '{quantity} × {title}',
  'withdraw.done.title': 'Hemos recibido tu desistimiento',
  'withdraw.done.received': 'Recibido el {at}.',
  'withdraw.done.mail': 'El acuse de recibo va de camino a {email}. Guárdalo.',
  'withdraw.done.number': 'Número de tu declaración',
  'withdraw.done.statement': 'Lo que has declarado',
  'withdraw.done.next.opened':
    'Tu devolución {number} está abierta. Su página dice cómo y hasta cuándo enviar los artículos y cuándo llega el dinero.',
  'withdraw.done.next.waiting':
    '{shop} lo revisará y te escribirá sobre el envío de los artículos. Tu desistimiento ya cuenta desde el momento indicado arriba.',
  'withdraw.done.follow': 'Ver mi devolución',
  'withdraw.done.print': 'Imprimir esta página',
  'withdraw.trouble.name': 'Escribe tu nombre para que {shop} sepa quién desiste.',
  'withdraw.trouble.order_number': 'Escribe el número del pedido.',
  'withdraw.trouble.email': 'Escribe una dirección de correo, como nombre@example.com.',
  'withdraw.trouble.part': 'Di de qué artículos desistes.',
  'withdraw.trouble.pieces': 'Elige al menos un artículo.',
  'withdraw.trouble.many':
    'Han llegado demasiadas declaraciones desde aquí en poco tiempo. Espera una hora o escribe directamente a {shop}: una carta o un correo valen lo mismo.',
}
