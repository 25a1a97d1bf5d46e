/** What a comparison found, as a part of its own: a panel first shows the photos side by side. */
import { h, render } from 'preact';
import { sheetOf } from '@/content/hosts';
import type { Draw } from '@/ui/panel/drawn';
import marksCss from '@/ui/panel/marks.css?inline';
import { withViewTexts } from '@/ui/panel/view-texts';
import { Views, type ViewsProps } from '@/ui/panel/views';
import viewsCss from '@/ui/panel/views.css?inline';

export type ViewsPart = Draw<ViewsProps>;

const sheet = sheetOf(marksCss + viewsCss);

export const drawViews: ViewsPart = (into, props) => {
  const root = into.getRootNode();
  if (root instanceof ShadowRoot && !root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  render(props && h(Views, { key: `${props.comparison.id} ${props.view}`, ...props, texts: withViewTexts(props.texts) }), into);
};
