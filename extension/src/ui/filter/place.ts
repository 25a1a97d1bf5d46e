/** Where the filter bar stands: at an edge, off the page's controls, or where the seller put it. */
export interface BarPlace {
  readonly left: number;
  readonly bottom: number;
  readonly folded: boolean;
}

const MARGIN = 16;
const TAB = { width: 230, height: 36 };
const CONTROLS = 'a,button,input,select,textarea,[role=button],[role=menuitem],[role=tab]';

export const within = (place: BarPlace): BarPlace => ({
  ...place,
  left: Math.round(Math.max(0, Math.min(place.left, innerWidth - TAB.width))),
  bottom: Math.round(Math.max(0, Math.min(place.bottom, innerHeight - TAB.height))),
});

/** The first of a few quiet corners that covers no control; the last resort is the first of them. */
export function quietPlace(): BarPlace {
  const middle = (innerWidth - TAB.width) / 2;
  const right = innerWidth - TAB.width - MARGIN;
  const places: BarPlace[] = [MARGIN, middle, right]
    .flatMap((left) => [MARGIN, 64].map((bottom) => ({ left, bottom, folded: true })));
  const boxes = [...document.querySelectorAll(CONTROLS)].map((element) => element.getBoundingClientRect());
  const isFree = ({ left, bottom }: BarPlace): boolean => {
    const top = innerHeight - bottom - TAB.height;
    return !boxes.some((box) => box.width > 0 && box.height > 0 && box.left < left + TAB.width && box.right > left && box.top < top + TAB.height && box.bottom > top);
  };
  return within(places.find(isFree) ?? places[0] ?? { left: MARGIN, bottom: MARGIN, folded: true });
}

export function storedPlace(stored: unknown): BarPlace | null {
  if (typeof stored !== 'object' || stored === null) return null;
  const { left, bottom, folded } = stored as Partial<Record<keyof BarPlace, unknown>>;
  if (typeof left !== 'number' || typeof bottom !== 'number' || typeof folded !== 'boolean') return null;
  return within({ left, bottom, folded });
}
