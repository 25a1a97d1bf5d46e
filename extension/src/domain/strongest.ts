/** In which order the reasons of a verdict are told. */
import type { Assessment, Signal } from '@/domain/answers';

/** Strongest first; what speaks for the level before what speaks against it. */
export function strongest(found: Assessment): Signal[] {
  const isRaised = ['low', 'medium', 'high'].includes(found.level);
  const rank = ({ weight }: Signal): number => Math.abs(weight) + (isRaised && weight > 0 ? 1000 : 0);
  return [...found.signals].sort((one, other) => rank(other) - rank(one));
}
