/** The door by which a page's script loads another part of the overlay into the same isolated world. */
import type { FeatureName, PartName } from '@/domain/parts';
import type { FeaturePart } from '@/content/features';
import { askWorker } from '@/content/link';
import type { PanelPart } from '@/content/panel-host';
import type { EnglishSections } from '@/ui/panel/english';
import type { ViewsPart } from '@/content/views';
import type { ZoomPart } from '@/content/zoom';

/** What each part provides. Its bundle has module state of its own: parts meet only here. */
export type Parts = { readonly panel: PanelPart; readonly views: ViewsPart; readonly zoom: ZoomPart; readonly english: EnglishSections } & Readonly<Record<FeatureName, FeaturePart>>;

type Provided = { [Name in PartName]?: Parts[Name] };

// Scripts of one extension in one frame share this world's globals, and the page cannot see them.
const DOOR = Symbol.for('returnproof.parts');
const provided = (): Provided => ((globalThis as unknown as { [name: symbol]: Provided | undefined })[DOOR] ??= {});

/** Called by the part itself, as soon as it is there. */
export function provide<Name extends PartName>(name: Name, part: Parts[Name]): void {
  (provided() as Record<PartName, unknown>)[name] = part;
}

const loading = new Map<PartName, Promise<void>>();

/** The part, loaded on first use; null when the extension is gone or its worker gave no answer. */
export async function load<Name extends PartName>(name: Name): Promise<Parts[Name] | null> {
  if (!provided()[name]) {
    const under = loading.get(name) ?? askWorker({ type: 'part', name }).then(() => void loading.delete(name));
    loading.set(name, under);
    await under;
  }
  return (provided()[name] as Parts[Name] | undefined) ?? null;
}
