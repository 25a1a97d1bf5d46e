/** Tabs as assistive software knows them: one stop of the Tab key, arrows switch, Home and End jump. */
import type { ComponentChildren, JSX } from 'preact';
import { useRef } from 'preact/hooks';

export interface TabsProps<Name extends string> {
  readonly names: readonly Name[];
  readonly chosen: Name;
  readonly label: (name: Name) => string;
  readonly title: string;
  readonly choose: (name: Name) => void;
  readonly children: ComponentChildren;
}

export function nextTab(key: string, at: number, count: number): number | null {
  if (key === 'ArrowRight') return (at + 1) % count;
  if (key === 'ArrowLeft') return (at - 1 + count) % count;
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : null;
}

export function Tabs<Name extends string>({ names, chosen, label, title, choose, children }: TabsProps<Name>): JSX.Element {
  const list = useRef<HTMLDivElement>(null);
  if (names.length < 2) return <>{children}</>;
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = nextTab(event.key, names.indexOf(chosen), names.length);
    const name = to === null ? undefined : names[to];
    if (name === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    choose(name);
    list.current?.querySelector<HTMLElement>(`#tab-${name}`)?.focus();
  };
  return (
    <>
      <div class="tabs" role="tablist" aria-label={title} ref={list} onKeyDown={onKeyDown}>
        {names.map((name) => (
          <button key={name} id={`tab-${name}`} type="button" role="tab" aria-selected={chosen === name} aria-controls="tab-panel" tabIndex={chosen === name ? 0 : -1} onClick={() => choose(name)}>{label(name)}</button>
        ))}
      </div>
      <div id="tab-panel" role="tabpanel" aria-labelledby={`tab-${chosen}`}>{children}</div>
    </>
  );
}
