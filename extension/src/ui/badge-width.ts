/** How wide a badge's text will be, known without laying anything out in the page. */

const FONT = '12px system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';
// Rounding, and figures that are drawn all equally wide.
const SLACK = 2;
const MOST_REMEMBERED = 2000;

let context: CanvasRenderingContext2D | null | undefined;
const widths = new Map<string, number>();

/** Without a canvas: Chinese characters are square, others half as wide. */
const guess = (text: string): number => Array.from(text).reduce((sum, one) => sum + (one > '\u2e7f' ? 12 : 7), 0);

export function textWidth(text: string, weight: 400 | 600): number {
  const key = `${weight} ${text}`;
  const before = widths.get(key);
  if (before !== undefined) return before;
  context ??= document.createElement('canvas').getContext('2d');
  if (context) context.font = `${weight} ${FONT}`;
  const width = Math.ceil(context?.measureText(text).width ?? guess(text)) + SLACK;
  if (widths.size >= MOST_REMEMBERED) widths.clear();
  widths.set(key, width);
  return width;
}
