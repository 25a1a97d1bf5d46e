/**
 * Dims rows without touching them: each badge's own shadow root gets one more style sheet, by which its
 * host draws a veil over its row. It scrolls, is clipped and is recycled with the row, at no cost.
 */

export interface Veiled {
  readonly host: HTMLElement;
  readonly container: Element;
}

interface Veil {
  readonly sheet: CSSStyleSheet;
  readonly container: Element;
  css: string;
}

const RING_MS = 1800;

/** The colour behind a row, so that a veil looks like the page's own paper. */
function paperOf(element: Element): string {
  for (let at: Element | null = element; at; at = at.parentElement) {
    const [red = 0, green = 0, blue = 0, alpha = 1] = (getComputedStyle(at).backgroundColor.match(/[\d.]+/g) ?? ['0', '0', '0', '0']).map(Number);
    if (alpha > 0.9) return `${red} ${green} ${blue}`;
  }
  return '255 255 255';
}

function box(host: HTMLElement, container: Element): string {
  const [from, row] = [host.getBoundingClientRect(), container.getBoundingClientRect()];
  const [left, top] = [row.left - from.left, row.top - from.top].map(Math.round);
  return `position:absolute;left:${left ?? 0}px;top:${top ?? 0}px;width:${Math.round(row.width)}px;height:${Math.round(row.height)}px;pointer-events:none;`;
}

function add(host: HTMLElement, sheet: CSSStyleSheet): void {
  const root = host.shadowRoot;
  if (root && !root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}

function drop(host: HTMLElement, sheet: CSSStyleSheet): void {
  const root = host.shadowRoot;
  if (root) root.adoptedStyleSheets = root.adoptedStyleSheets.filter((each) => each !== sheet);
}

export class Veils {
  private readonly veils = new Map<HTMLElement, Veil>();
  private paper = '';
  private readonly sizes = new ResizeObserver(() => this.measure());

  /** Exactly these are dimmed from now on. */
  set(rows: readonly Veiled[]): void {
    const wanted = new Map(rows.map(({ host, container }) => [host, container]));
    for (const [host, { sheet, container }] of this.veils) {
      if (wanted.get(host) === container) continue;
      drop(host, sheet);
      this.sizes.unobserve(container);
      this.veils.delete(host);
    }
    for (const [host, container] of wanted) {
      if (this.veils.has(host)) continue;
      this.veils.set(host, { sheet: new CSSStyleSheet(), container, css: '' });
      this.sizes.observe(container);
    }
    const [first] = rows;
    if (first) this.paper = paperOf(first.container);
    this.measure();
  }

  /** Reads all boxes first and writes afterwards, so that the page is laid out once. */
  private measure(): void {
    const measured = [...this.veils].map(([host, veil]) => ({ host, veil, css: `:host::before{content:"";${box(host, veil.container)}background:rgb(${this.paper} / 74%);z-index:1}.badge{opacity:.5}` }));
    for (const { host, veil, css } of measured) {
      if (css !== veil.css) veil.sheet.replaceSync((veil.css = css));
      add(host, veil.sheet);
    }
  }

  clear(): void {
    this.set([]);
  }

  stop(): void {
    this.clear();
    this.sizes.disconnect();
  }
}

/** Shows for a moment which row is meant. */
export function ring({ host, container }: Veiled): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`:host::after{content:"";${box(host, container)}box-shadow:inset 0 0 0 2px #0b5c63;border-radius:4px;z-index:2}`);
  add(host, sheet);
  setTimeout(() => drop(host, sheet), RING_MS);
}
