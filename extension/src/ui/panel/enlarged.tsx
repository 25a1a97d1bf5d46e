/** Where the enlarged picture is drawn: by a part loaded when the first one is looked at. */
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ZoomProps } from '@/ui/panel/zoom';

/** Draws into an element of the panel, again and again; null ends it. */
export type DrawZoom = (into: Element, props: ZoomProps | null) => void;

export function Enlarged({ load, ...props }: ZoomProps & { readonly load: () => Promise<DrawZoom | null> }): JSX.Element {
  const into = useRef<HTMLDivElement>(null);
  const [draw, setDraw] = useState<{ readonly by: DrawZoom } | null>(null);
  useEffect(() => {
    let wanted = true;
    void load().then((by) => {
      if (wanted && by) setDraw({ by });
      else if (wanted) props.close();
    });
    return () => {
      wanted = false;
    };
  }, []);
  useEffect(() => {
    if (into.current) draw?.by(into.current, props);
  });
  useEffect(() => () => {
    if (into.current) draw?.by(into.current, null);
  }, [draw]);
  return <div ref={into} />;
}
