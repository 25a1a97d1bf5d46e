/** What a note says, and who says it. */
import type { Note } from '@/domain/answers';
import type { Texts } from '@/ui/texts';

export function textOf(note: Note): string {
  const bodies = Array.isArray(note.body) ? note.body : [note.body];
  const texts = bodies.map((body) => (typeof body === 'string' ? body : (body?.value ?? '')));
  return [note.bodyValue ?? '', ...texts].filter(Boolean).join('\n');
}

function nameOf({ creator }: Note): string {
  if (typeof creator === 'string') return creator;
  if (typeof creator === 'object' && creator !== null && 'name' in creator && typeof creator.name === 'string') return creator.name;
  return '';
}

export const authorOf = (note: Note, own: readonly string[], { t }: Texts): string =>
  own.includes(note.id) ? t('panel.you') : t('panel.device', { name: nameOf(note) });
