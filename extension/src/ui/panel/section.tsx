/** A part of the panel that opens and closes and remembers which. */
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { local } from '@/lib/browser';

const KEY = 'closed-sections';

async function closed(): Promise<string[]> {
  const stored = await local.get(KEY);
  return Array.isArray(stored) ? stored.filter((name) => typeof name === 'string') : [];
}

/** Opens a part, brings it into view and puts the focus into it. */
export function showSection(part: HTMLDetailsElement): void {
  part.open = true;
  part.scrollIntoView({ block: 'start' });
  part.querySelector<HTMLElement>('[role=tab][aria-selected=true], summary')?.focus({ preventScroll: true });
}

export function Section({ id, title, extra, children }: { id: string; title: string; extra?: ComponentChildren; children: ComponentChildren }): JSX.Element {
  const [isOpen, setOpen] = useState(true);
  useEffect(() => {
    void closed().then((names) => setOpen(!names.includes(id)));
  }, [id]);
  const toggled = (open: boolean): void => {
    if (open === isOpen) return;
    setOpen(open);
    void closed().then((names) => local.set(KEY, open ? names.filter((name) => name !== id) : [...new Set([...names, id])]));
  };
  return (
    <details class={`section ${id}`} open={isOpen} onToggle={(event) => toggled(event.currentTarget.open)}>
      <summary>
        <h2>{title}</h2>
        {extra}
      </summary>
      <div class="body">{children}</div>
    </details>
  );
}
