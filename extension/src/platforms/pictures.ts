/** The buyer's pictures a record shows: images beside a label such as 买家凭证. */
import type { LabelHit } from '@/platforms/labels';
import { up } from '@/platforms/leaves';
import type { Reading } from '@/platforms/values';

const CLIMB = 6;

const isAfter = (one: Node, other: Node): boolean =>
  (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;

const imagesIn = (node: Node): HTMLImageElement[] => {
  if (!(node instanceof Element)) return [];
  return node instanceof HTMLImageElement ? [node] : [...node.querySelectorAll('img')];
};

/**
 * The images in what follows the label, out to where its value lies and no further: where words
 * stand there instead (买家没有上传图片), the next image of the page belongs to something else.
 */
function imagesBeside(reading: Reading, hit: LabelHit, scope: Element): HTMLImageElement[] {
  const label = reading.leaves[hit.to];
  const next = reading.hits.find((other) => other.from > hit.to);
  const end = next ? reading.leaves[next.from]?.node : undefined;
  if (!label) return [];
  const isShown = (node: Node): boolean =>
    reading.leaves.some((leaf) => leaf.index > hit.to && node.contains(leaf.node) && !reading.words.isNoise(leaf.text));
  let branch: Node = label.node;
  for (let step = 0; step < CLIMB; step += 1) {
    for (let sibling = branch.nextSibling; sibling; sibling = sibling.nextSibling) {
      const images = imagesIn(sibling).filter((image) => scope.contains(image) && (!end || isAfter(image, end)));
      if (images.length) return [...images, ...followingImages(sibling, scope, end)];
      if (isShown(sibling)) return [];
    }
    const parent = up(branch);
    if (!(parent instanceof Element) || /^(?:TR|LI|DL|BODY|MAIN|SECTION)$/.test(parent.tagName)) return [];
    branch = parent;
  }
  return [];
}

/** The rest of a row of thumbnails that lie side by side. */
function followingImages(first: Node, scope: Element, end: Node | undefined): HTMLImageElement[] {
  const images: HTMLImageElement[] = [];
  for (let sibling = first.nextSibling; sibling; sibling = sibling.nextSibling) {
    if (end && (sibling === end || sibling.contains(end) || !isAfter(sibling, end))) break;
    images.push(...imagesIn(sibling).filter((image) => scope.contains(image)));
  }
  return images;
}

/** The address that most likely has all pixels: a link around the picture, then the largest named source. */
function bestAddress(image: HTMLImageElement, base: string, thumbnailParameters: readonly string[]): string | null {
  const link = image.closest('a')?.getAttribute('href') ?? '';
  const named = image.getAttribute('data-origin') ?? image.getAttribute('data-original') ?? image.getAttribute('data-preview');
  const isPicture = /\.(?:jpe?g|png|webp|heic|avif|gif|tiff?)(?:[?#]|$)/i.test(link);
  const address = (isPicture ? link : null) ?? named ?? (image.currentSrc || (image.getAttribute('src') ?? ''));
  if (!address || !URL.canParse(address, base)) return null;
  const url = new URL(address, base);
  if (!/^https?:$/.test(url.protocol)) return null;
  for (const name of [...url.searchParams.keys()]) {
    if (thumbnailParameters.some((known) => name === known || name.startsWith(`${known}/`))) url.searchParams.delete(name);
  }
  return url.href;
}

export interface ShownPicture {
  readonly url: string;
  /** The address the page itself loaded, under which an archive of the page holds it. */
  readonly shown: string;
}

export function picturesIn(reading: Reading, scope: Element, base: string): ShownPicture[] {
  const { pictures } = reading.words.platform;
  const found = new Map<string, ShownPicture>();
  for (const hit of reading.hits) {
    const label = reading.leaves[hit.from];
    if (hit.name !== 'pictures' || !label || !scope.contains(label.node)) continue;
    for (const image of imagesBeside(reading, hit, scope)) {
      const small = image.naturalWidth > 0 && Math.min(image.naturalWidth, image.naturalHeight) < pictures.smallest_side;
      const url = bestAddress(image, base, pictures.thumbnail_parameters);
      const shown = image.currentSrc || image.src;
      if (url && !small) found.set(url, { url, shown });
    }
  }
  return [...found.values()];
}
