/** The enlarged picture as a part of its own: most visits of a panel never open it. */
import { h, render } from 'preact';
import type { DrawZoom } from '@/ui/panel/enlarged';
import { Zoom } from '@/ui/panel/zoom';

export type ZoomPart = DrawZoom;

export const drawZoom: ZoomPart = (into, props) => render(props && h(Zoom, { key: props.id, ...props }), into);
