/** Where the panel may stand: inside the window, and off the controls of the page. */

export interface Place {
  readonly top: number;
  readonly right: number;
  readonly folded: boolean;
}

const WIDTH = 400;
const MARGIN = 16;
const LEAST_HEIGHT = 320;
const BAR_HEIGHT = 80;
const CONTROLS = 'button,[role=button],input[type=submit],input[type=button],a[class*=btn],a[class*=button]';

const panelWidth = (): number => Math.min(WIDTH, innerWidth - 2 * MARGIN);

export const clamped = <Some extends Place>(place: Some): Some => ({
  ...place,
  top: Math.max(0, Math.min(place.top, innerHeight - BAR_HEIGHT)),
  right: Math.max(0, Math.min(place.right, innerWidth - panelWidth())),
});

/** Boxes of the controls a seller can see in the page now. */
function controls(): DOMRect[] {
  return [...document.querySelectorAll(CONTROLS)]
    .map((element) => element.getBoundingClientRect())
    .filter(({ width, height, bottom, top }) => width > 0 && height > 0 && bottom > 0 && top < innerHeight);
}

function covered(place: Place, boxes: readonly DOMRect[]): DOMRect[] {
  const right = innerWidth - place.right;
  const left = right - panelWidth();
  return boxes.filter((box) => box.left < right && box.right > left && box.bottom > place.top);
}

/** The start if it covers no control, else below the controls there, else at the left, else folded. */
export function freePlace(start: Place, asked: boolean): Place {
  const boxes = controls();
  const fits = (place: Place): boolean => covered(place, boxes).length === 0 && innerHeight - place.top >= LEAST_HEIGHT;
  if (fits(start)) return clamped(start);
  const below = { ...start, top: Math.max(start.top, ...covered(start, boxes).map(({ bottom }) => bottom + 8)) };
  if (fits(below)) return clamped(below);
  const beside = { ...start, right: innerWidth - panelWidth() - MARGIN };
  if (beside.right >= panelWidth() && fits(beside)) return clamped(beside);
  return clamped({ ...start, folded: !asked });
}
