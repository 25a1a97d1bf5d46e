/**
 * What stands under a heading the platform's description names (协商记录, 物流轨迹…): found by its
 * words and its place, never by class names. Read at a click, not while the page works.
 */
import { clean } from '@/platforms/text';

export interface Entry {
  /** As the page shows it; null where an entry shows no time. */
  readonly time: string | null;
  readonly text: string;
}

export interface Section {
  readonly label: string;
  readonly text: string;
  readonly entries: Entry[];
  /** The piece of the page, as text. */
  readonly dom: string;
}

const TIME = /(?:20\d\d\s*[-/.年]\s*)?\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?\s*T?\s*\d{1,2}:\d{2}(?::\d{2})?|20\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?/u;
const INLINE = /^(?:A|ABBR|B|BDI|CODE|EM|FONT|I|LABEL|MARK|S|SMALL|SPAN|STRONG|SUB|SUP|TIME|U)$/;
const UNSEEN = /^(?:SCRIPT|STYLE|TEMPLATE|NOSCRIPT|TEXTAREA|SELECT|SVG)$/i;
const OURS = /^RETURNPROOF-/;
const CLIMB = 8;
// Words of a control beside a heading: they are not what stands under it.
const CONTROLS = /^(?:展开|收起|全部|更多|刷新|复制|详情|查看\S{0,6}|>|›|»|\(?\d{1,3}\)?|共\d{1,3}条)*$/u;
const LONGEST_TEXT = 100_000;
const LONGEST_DOM = 300_000;
const MOST_ENTRIES = 300;
const MOST_NODES = 200_000;

const isSkipped = (element: Element): boolean => UNSEEN.test(element.tagName) || OURS.test(element.tagName);

/** Every text node of the document and of open shadow roots in it, in order. */
export function* textNodes(root: Node, budget = { left: MOST_NODES }): Generator<Text> {
  for (let node = root.firstChild; node && budget.left > 0; node = node.nextSibling) {
    budget.left -= 1;
    if (node instanceof Text) yield node;
    else if (node instanceof Element && !isSkipped(node)) {
      if (node.shadowRoot) yield* textNodes(node.shadowRoot, budget);
      yield* textNodes(node, budget);
    }
  }
}

/** Lines as a reader sees them: inline elements run on, any other begins a new line. */
function linesOf(nodes: readonly Node[]): string[] {
  const lines: string[] = [];
  let line = '';
  const end = (): void => {
    const shown = line.normalize('NFC').replace(/\s+/gu, ' ').trim();
    if (shown) lines.push(shown);
    line = '';
  };
  const walk = (node: Node): void => {
    if (node instanceof Text) line += node.data;
    else if (node instanceof Element && !isSkipped(node)) {
      const breaks = !INLINE.test(node.tagName);
      if (breaks) end();
      if (node instanceof HTMLImageElement && node.alt) line += node.alt;
      for (const child of [...(node.shadowRoot?.childNodes ?? []), ...node.childNodes]) walk(child);
      if (breaks) end();
    }
  };
  for (const node of nodes) {
    walk(node);
    end();
  }
  return lines;
}

const headingOf = (text: string): string => clean(text).replace(/[:()[\]【】\d]+$/u, '').replace(/^[【[]/u, '');

/** A tab that is not open stands for a place that shows something else now. */
const isClosedTab = (node: Text): boolean => node.parentElement?.closest('[role=tab]')?.getAttribute('aria-selected') === 'false';

const parentOf = (node: Node): Node | null => node.parentNode ?? null;

type IsThere = (nodes: readonly Node[]) => boolean;
const isShown: IsThere = (nodes) => !CONTROLS.test(clean(linesOf(nodes).join('')));

/** Cards of one kind side by side: what stands in the next one is not under this one's heading. */
const isTwin = (branch: Node, sibling: Node): boolean =>
  branch instanceof Element && sibling instanceof Element && branch.childElementCount > 0 && !/^(?:TD|TH|DD)$/.test(branch.tagName) &&
  branch.tagName === sibling.tagName && branch.className !== '' && branch.className === sibling.className;

function following(branch: Node, isOther: (node: Node) => boolean): Node[] {
  const found: Node[] = [];
  for (let sibling = branch.nextSibling; sibling; sibling = sibling.nextSibling) {
    if (sibling instanceof Element && isSkipped(sibling)) continue;
    if (isOther(sibling) || isTwin(branch, sibling)) break;
    found.push(sibling);
  }
  return found;
}

/** What follows the heading, out to where there is something, and no further than the next heading. */
function blockUnder(heading: Text, isOther: (node: Node) => boolean, isThere: IsThere): Node[] {
  const controlled = heading.parentElement?.closest('[role=tab]')?.getAttribute('aria-controls');
  const panel = controlled ? (heading.getRootNode() as Document | ShadowRoot).getElementById(controlled) : null;
  if (panel && isThere([panel])) return [panel];
  let branch: Node = heading;
  for (let step = 0; step < CLIMB; step += 1) {
    const nodes = following(branch, isOther);
    if (isThere(nodes)) return nodes;
    const parent = parentOf(branch);
    if (!(parent instanceof Element) || /^(?:BODY|MAIN|TBODY|TABLE)$/.test(parent.tagName)) return [];
    branch = parent;
  }
  return [];
}

const timesIn = (node: Node): number => linesOf([node]).filter((line) => TIME.test(line)).length;

/** The pieces of a block that have one time each; a block without times is one entry. */
function entriesOf(nodes: readonly Node[]): Entry[] {
  const found: Entry[] = [];
  const add = (piece: readonly Node[]): void => {
    const lines = linesOf(piece);
    const text = lines.join('\n');
    if (text && found.length < MOST_ENTRIES) found.push({ time: TIME.exec(text)?.[0] ?? null, text: text.slice(0, 5000) });
  };
  const open = (node: Node): void => {
    const children = [...node.childNodes].filter((child) => linesOf([child]).length > 0);
    const shown = node instanceof Element ? [...(node.shadowRoot?.childNodes ?? []), ...children] : children;
    const withTime = shown.filter((child) => timesIn(child) > 0);
    if (timesIn(node) <= 1 || !withTime.length) add([node]);
    // Each piece has its own time, or wraps several that have.
    else if (withTime.length === shown.length || withTime.some((child) => timesIn(child) > 1)) shown.forEach(open);
    else byTime(shown);
  };
  // Times and words lie side by side: a time begins an entry where it comes first, else it ends one.
  const byTime = (pieces: readonly Node[]): void => {
    const isFirst = timesIn(pieces[0] ?? document.createTextNode('')) > 0;
    let group: Node[] = [];
    for (const piece of pieces) {
      const hasTime = timesIn(piece) > 0;
      if (isFirst && hasTime && group.length) {
        add(group);
        group = [];
      }
      group.push(piece);
      if (!isFirst && hasTime) {
        add(group);
        group = [];
      }
    }
    if (group.length) add(group);
  };
  nodes.filter((node) => linesOf([node]).length > 0).forEach(open);
  return found;
}

function domOf(nodes: readonly Node[]): string {
  return nodes
    .map((node) => {
      if (!(node instanceof Element)) return node.textContent ?? '';
      const copy = node.cloneNode(true) as Element;
      for (const each of [...copy.querySelectorAll('*')]) if (OURS.test(each.tagName) || each.tagName === 'SCRIPT') each.remove();
      return copy.outerHTML;
    })
    .join('\n')
    .slice(0, LONGEST_DOM);
}

/** The headings of `words` in the page with what each stands over; `others` are headings where that ends. */
export function sectionsUnder(root: Node, words: readonly string[], others: readonly string[], isThere = isShown): { label: string; nodes: Node[] }[] {
  const wanted = new Set(words.map(headingOf));
  const known = new Set([...words, ...others].map(headingOf));
  const headings = [...textNodes(root)].filter((node) => node.data.length < 40 && known.has(headingOf(node.data)));
  const found: { label: string; nodes: Node[] }[] = [];
  for (const heading of headings) {
    if (!wanted.has(headingOf(heading.data)) || isClosedTab(heading)) continue;
    const nodes = blockUnder(heading, (node) => headings.some((other) => other !== heading && node.contains(other)), isThere);
    if (!nodes.length || found.some((before) => nodes.some((node) => before.nodes.some((known) => known.contains(node))))) continue;
    found.push({ label: headingOf(heading.data), nodes });
  }
  return found;
}

export function readSections(root: Node, words: readonly string[], others: readonly string[]): Section[] {
  return sectionsUnder(root, words, others).map(({ label, nodes }) => ({
    label,
    text: linesOf(nodes).join('\n').slice(0, LONGEST_TEXT),
    entries: entriesOf(nodes),
    dom: domOf(nodes),
  }));
}
