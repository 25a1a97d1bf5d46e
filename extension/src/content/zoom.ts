/** The enlarged picture as a part of its own: most visits of a panel never open it. */
import { h, render } from 'preact';
import { sheetOf } from '@/content/hosts';
import type { Draw } from '@/ui/panel/drawn';
import marksCss from '@/ui/panel/marks.css?inline';
import { withViewTexts } from '@/ui/panel/view-texts';
import { Zoom, type ZoomProps } from '@/ui/panel/zoom';
import zoomCss from '@/ui/panel/zoom.css?inline';

export type ZoomPart = Draw<ZoomProps>;

const sheet = sheetOf(marksCss + zoomCss);

export const drawZoom: ZoomPart = (into, props) => {
  const root = into.getRootNode();
  if (root instanceof ShadowRoot && !root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  render(props && h(Zoom, { key: props.id, ...props, texts: withViewTexts(props.texts) }), into);
};
