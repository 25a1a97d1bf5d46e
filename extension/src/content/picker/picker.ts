/** The guided picker: the seller points, the engine tries, and nothing is kept before it is seen to be right. */
import { h, render } from 'preact';
import type { Lesson } from '@/platforms/lesson';
import type { Problem } from '@/lib/result';
import { makeHost, PICKER, sheetOf } from '@/content/hosts';
import { askWorker } from '@/content/link';
import { idsShown, point } from '@/content/picker/pointing';
import { type Mark, type MarkName, markNames, teach, type Taught } from '@/platforms/teaching';
import { type Frame, Picker, type PickerProps } from '@/ui/picker/picker';
import pickerCss from '@/ui/picker/picker.css?inline';
import { pickerTexts } from '@/ui/picker/texts';
import themeCss from '@/ui/theme.css?inline';

const REDRAW_MS = 400;
const REQUIRED: readonly MarkName[] = ['refund_id', 'order_id'];

const boxOf = (node: Node): DOMRect | null => {
  if (node instanceof Element) return node.getBoundingClientRect();
  const range = node.ownerDocument?.createRange();
  range?.selectNode(node);
  return range?.getBoundingClientRect() ?? null;
};

const frameOf = (node: Node, kind: Frame['kind'], text = ''): Frame[] => {
  const box = boxOf(node);
  return box && box.width > 0 ? [{ left: box.left, top: box.top, width: box.width, height: box.height, kind, text }] : [];
};

class PickerHost {
  private readonly ending = new AbortController();
  private readonly host: HTMLElement;
  private readonly root: ShadowRoot;
  private readonly marks: Mark[] = [];
  private step = 0;
  private hovered: Mark | null = null;
  private taught: Taught | null = null;
  private isFailed = false;
  private problem: Problem | null = null;

  constructor(private readonly lesson: Lesson) {
    const made = makeHost(PICKER, sheetOf(themeCss + pickerCss));
    this.host = made.host;
    this.root = made.root;
    document.documentElement.append(this.host);
    const { signal } = this.ending;
    point(this.host, () => this.wanted, {
      over: (mark) => this.over(mark),
      pick: (mark) => this.pick(mark),
      cancel: () => this.cancel(),
    }, signal);
    // What is framed moves with the page.
    const timer = setInterval(() => this.draw(), REDRAW_MS);
    addEventListener('scroll', () => this.draw(), { signal, capture: true, passive: true });
    signal.addEventListener('abort', () => {
      clearInterval(timer);
      render(null, this.root);
      this.host.remove();
    });
    this.draw();
  }

  private get wanted(): MarkName | null {
    return markNames[this.step] ?? null;
  }

  private over(mark: Mark | null): void {
    if (mark?.node === this.hovered?.node) return;
    this.hovered = mark;
    this.draw();
  }

  private pick(mark: Mark): void {
    this.marks.push(mark);
    this.hovered = null;
    this.step += 1;
    this.solve();
  }

  private skip(): void {
    this.step += 1;
    this.solve();
  }

  private back(): void {
    this.step = Math.max(0, this.step - 1);
    const name = markNames[this.step];
    const at = this.marks.findIndex((mark) => mark.name === name);
    if (at >= 0) this.marks.splice(at, 1);
    this.isFailed = false;
    this.problem = null;
    this.solve();
  }

  /** As soon as both ids are known, and again with each further word. */
  private solve(): void {
    this.isFailed = false;
    this.taught = null;
    if (REQUIRED.every((name) => this.marks.some((mark) => mark.name === name))) {
      const { template, known } = this.lesson;
      const today = new Date().toISOString().slice(0, 10);
      this.taught = teach({ document, url: new URL(location.href) }, this.marks, template, known, today);
      this.isFailed = this.taught === null;
    }
    this.draw();
  }

  private async save(): Promise<void> {
    if (!this.taught) return;
    const answer = await askWorker({ type: 'teach-end', text: JSON.stringify(this.taught.description) });
    if (answer.ok) this.ending.abort();
    else {
      this.problem = answer.problem;
      this.draw();
    }
  }

  private cancel(): void {
    this.ending.abort();
    void askWorker({ type: 'teach-end', text: null });
  }

  private frames(): Frame[] {
    const texts = pickerTexts(this.lesson.language);
    const records = this.taught?.reading.records ?? [];
    return [
      ...records.flatMap(({ container }) => frameOf(container, 'record')),
      ...records.flatMap(({ anchor }) => frameOf(anchor, 'badge', texts.t('picker.badge_here'))),
      ...(this.taught?.reading.pictures ?? []).flatMap(({ shown }) => [...document.images].filter((image) => (image.currentSrc || image.src) === shown).flatMap((image) => frameOf(image, 'mark'))),
      ...this.marks.flatMap(({ node }) => frameOf(node, 'mark')),
      ...(this.hovered ? frameOf(this.hovered.node, 'hover', this.hovered.value) : []),
    ];
  }

  private draw(): void {
    if (this.ending.signal.aborted) return;
    const { wanted } = this;
    const props: PickerProps = {
      host: location.host,
      knownAs: this.lesson.known?.name[this.lesson.language] ?? null,
      step: this.step,
      wanted,
      isRequired: wanted !== null && REQUIRED.includes(wanted),
      labels: this.taught?.labels ?? {},
      picked: this.marks.map(({ name, value }) => ({ name, value })),
      records: this.taught?.reading.records.length ?? 0,
      pictures: this.taught?.reading.pictures.length ?? 0,
      isReady: this.taught !== null,
      isFailed: this.isFailed,
      problem: this.problem,
      frames: this.frames(),
      choices: wanted !== null && REQUIRED.includes(wanted) ? idsShown(document.body) : [],
      texts: pickerTexts(this.lesson.language),
      look: (mark) => this.over(mark),
      choose: (mark) => wanted && this.pick({ ...mark, name: wanted }),
      skip: () => this.skip(),
      back: () => this.back(),
      save: () => void this.save(),
      cancel: () => this.cancel(),
    };
    render(h(Picker, props), this.root);
  }
}

/** In the frame that fills the window: a backend may show its work in a frame of its own. */
function isMain(): boolean {
  const large = (width: number, height: number): boolean => width * height > 0.5 * innerWidth * innerHeight;
  if (window.top === window) {
    return ![...document.querySelectorAll('iframe')].some((frame) => large(frame.clientWidth, frame.clientHeight) && frame.contentDocument !== null);
  }
  try {
    return window.top !== null && innerWidth * innerHeight > 0.5 * window.top.innerWidth * window.top.innerHeight;
  } catch {
    return false;
  }
}

export async function startPicker(): Promise<void> {
  if (!isMain() || document.querySelector(PICKER)) return;
  const lesson = await askWorker<Lesson>({ type: 'teach-begin' });
  if (lesson.ok) new PickerHost(lesson.value);
}
