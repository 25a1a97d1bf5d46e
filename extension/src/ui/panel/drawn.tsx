/** Room in the panel for what a part of its own draws, loaded when it is first wanted. */
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/** Draws into an element of the panel, again and again; null ends it. */
export type Draw<Props> = (into: Element, props: Props | null) => void;

export interface DrawnProps<Props> {
  readonly load: () => Promise<Draw<Props> | null>;
  readonly given: Props;
  /** Said until it is there. */
  readonly waiting?: string;
  /** The part could not be had: the extension was renewed, or its worker gave no answer. */
  readonly failed: () => void;
}

export function Drawn<Props>({ load, given, waiting, failed }: DrawnProps<Props>): JSX.Element {
  const into = useRef<HTMLDivElement>(null);
  const [draw, setDraw] = useState<{ readonly by: Draw<Props> } | null>(null);
  useEffect(() => {
    let wanted = true;
    void load().then((by) => {
      if (wanted && by) setDraw({ by });
      else if (wanted) failed();
    });
    return () => {
      wanted = false;
    };
  }, []);
  useEffect(() => {
    if (into.current) draw?.by(into.current, given);
  });
  useEffect(() => () => {
    if (into.current) draw?.by(into.current, null);
  }, [draw]);
  return (
    <>
      {!draw && waiting && <div class="empty waiting" aria-busy="true">{waiting}</div>}
      <div ref={into} />
    </>
  );
}
