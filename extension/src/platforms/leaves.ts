/** The page as a stream of shown texts, in document order, through open shadow roots. */
import { clean } from '@/platforms/text';

export interface Leaf {
  readonly node: Text;
  /** Cleaned: half-width, no spaces. Never empty. */
  readonly text: string;
  /** Whether white space stands between this text and the one before it. */
  readonly spaced: boolean;
  readonly index: number;
}

const SKIPPED = new Set([
  'SCRIPT', 'STYLE', 'NOSCRIPT', 'TEMPLATE', 'TEXTAREA', 'SELECT', 'DATALIST', 'IFRAME', 'OBJECT', 'SVG', 'svg',
  'RETURNPROOF-BADGE', 'RETURNPROOF-PANEL', 'RETURNPROOF-BAR',
]);
const LONGEST = 400;

/** The parent in the composed tree: out of a shadow root into its host. */
export function up(node: Node): Node | null {
  return node.parentNode ?? (node instanceof ShadowRoot ? node.host : null);
}

/** `contains` in the composed tree. */
export function isWithin(node: Node, ancestor: Node): boolean {
  for (let at: Node | null = node; at; ) {
    if (ancestor.contains(at)) return true;
    const root: Node = at.getRootNode();
    at = root instanceof ShadowRoot ? root.host : null;
  }
  return false;
}

/** A run of leaves, both ends included. What one element holds is always one run. */
export interface Extent {
  readonly from: number;
  readonly to: number;
}

/** How far an element's leaves reach around some that are known to lie in it. */
export function extentIn(leaves: readonly Leaf[], element: Node, { from, to }: Extent): Extent {
  const isIn = (index: number): boolean => {
    const leaf = leaves[index];
    return leaf !== undefined && isWithin(leaf.node, element);
  };
  let first = from;
  let last = to;
  while (isIn(first - 1)) first -= 1;
  while (isIn(last + 1)) last += 1;
  return { from: first, to: last };
}

const EDITABLE = '[contenteditable]:not([contenteditable="false" i])';

/** Where somebody types: asked once of a whole tree, since hardly any page has one. */
const typedIn = (root: Node): ReadonlySet<Element> => new Set((root as ParentNode).querySelectorAll(EDITABLE));

export interface LeafReading {
  readonly leaves: readonly Leaf[];
  readonly shadowRoots: readonly ShadowRoot[];
}

/** `splits` says where one text holds several labels: the positions at which it is cut. */
export function readLeaves(root: Node, splits: (text: string) => readonly number[]): LeafReading {
  const leaves: Leaf[] = [];
  const shadowRoots: ShadowRoot[] = [];
  let spaced = true;
  const addText = (node: Text): void => {
    const { data } = node;
    const cuts = data.length > 12 && data.length <= LONGEST ? splits(data) : [];
    const bounds = [0, ...cuts, data.length];
    for (let at = 0; at + 1 < bounds.length; at += 1) {
      const piece = data.slice(bounds[at], bounds[at + 1]);
      const text = clean(piece);
      if (text) {
        leaves.push({ node, text, spaced: spaced || /^\s/u.test(piece) || at > 0, index: leaves.length });
        spaced = /\s$/u.test(piece);
      } else if (piece) spaced = true;
    }
  };
  const walk = (parent: Node, typed: ReadonlySet<Element>): void => {
    for (let child = parent.firstChild; child; child = child.nextSibling) {
      if (child.nodeType === Node.TEXT_NODE) addText(child as Text);
      else if (child.nodeType === Node.ELEMENT_NODE) {
        const element = child as Element;
        if (SKIPPED.has(element.tagName) || typed.has(element)) continue;
        if (element.shadowRoot) {
          shadowRoots.push(element.shadowRoot);
          walk(element.shadowRoot, typedIn(element.shadowRoot));
        }
        if (element.firstChild) walk(element, typed);
      }
    }
  };
  walk(root, typedIn(root));
  return { leaves, shadowRoots };
}
