/** 填写举证: offers to fill in the platform's own form, does so when the seller clicks, never sends it. */
import { h, render } from 'preact';
import { bad, ownProblem, type Problem, type Result } from '@/lib/result';
import type { FormPicture, Prepared, Statement } from '@/domain/filling';
import type { FeaturePart, PageView } from '@/content/features';
import { FILLING, makeHost, sheetOf } from '@/content/hosts';
import { askWorker } from '@/content/link';
import { attach, type Attached, picturesShown } from '@/content/filling/attaching';
import { findForms, type PlatformForm } from '@/content/filling/forms';
import { keepFocus } from '@/content/filling/focus';
import { limitsOf } from '@/content/filling/limits';
import { mountFor, placeBeside } from '@/content/filling/place';
import { refundOf } from '@/content/filling/refund';
import { holds, putText, textOf } from '@/content/filling/typing';
import { Filling, type FillingProps, type Outcome } from '@/ui/filling/filling';
import fillingCss from '@/ui/filling/filling.css?inline';
import { fillingTexts } from '@/ui/filling/texts';
import themeCss from '@/ui/theme.css?inline';

const LATER_MS = 350;

interface Done {
  readonly outcome: Outcome;
  readonly undo: () => Promise<boolean>;
}

class FillingHost {
  private readonly host: HTMLElement;
  private readonly root: ShadowRoot;
  private forms: readonly PlatformForm[] = [];
  private chosen: Element | null = null;
  private isOpen = false;
  private draft: { refundId: string; kind: string; answer: Result<Statement> | null } | null = null;
  private done: Done | null = null;
  private isBusy = false;
  private timer = 0;

  constructor(private readonly view: PageView) {
    const made = makeHost(FILLING, sheetOf(themeCss + fillingCss));
    this.host = made.host;
    this.root = made.root;
    const { signal } = view;
    keepFocus(this.host, signal);
    // A form that was there all along may only now be shown; no element tells of that.
    for (const type of ['click', 'focusin', 'transitionend', 'animationend']) {
      document.addEventListener(type, () => this.later(), { signal, passive: true, capture: true });
    }
    addEventListener('resize', () => this.place(), { signal });
    signal.addEventListener('abort', () => {
      clearTimeout(this.timer);
      render(null, this.root);
      this.host.remove();
    });
    this.update();
  }

  update(): void {
    if (this.view.signal.aborted) return;
    this.look();
    if (!this.forms.some(({ scope }) => scope === this.chosen)) this.leave();
    const form = this.form;
    if (!form) {
      this.host.remove();
      return;
    }
    const ground = mountFor(form.scope);
    if (this.host.parentNode !== ground) ground.append(this.host);
    this.draw();
  }

  private look(): PlatformForm | null {
    this.forms = findForms([document, ...(this.view.reading()?.shadowRoots ?? [])], this.view.platform);
    return this.form;
  }

  private later(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.update(), LATER_MS);
  }

  private get form(): PlatformForm | null {
    return this.forms.find(({ scope }) => scope === this.chosen) ?? this.forms[0] ?? null;
  }

  private leave(): void {
    this.chosen = this.forms[0]?.scope ?? null;
    this.isOpen = false;
    this.done = null;
    this.draft = null;
  }

  private place(): void {
    if (this.form) placeBeside(this.host, this.form.scope);
  }

  private draw(): void {
    const { form } = this;
    if (!form) return;
    const props: FillingProps = {
      kind: form.kind,
      others: this.forms.filter(({ scope }) => scope !== form.scope).map(({ kind }) => kind),
      isOpen: this.isOpen,
      refundId: this.refundId,
      limits: limitsOf(form, this.view.platform),
      hasText: form.text !== null,
      hasPictures: form.pictures !== null || form.drop !== null,
      shown: picturesShown(form),
      draft: this.draft?.answer ?? null,
      outcome: this.done?.outcome ?? null,
      isBusy: this.isBusy,
      texts: fillingTexts(this.view.language()),
      open: (isOpen) => this.open(isOpen),
      next: () => this.next(),
      again: () => this.ask(),
      picture: (prepared) => askWorker<string>({ type: 'picture', of: prepared.of, id: prepared.id, size: 240 }),
      bytes: (prepared) => this.bytes(prepared),
      fill: (text, pictures) => void this.fill(text, pictures),
      undo: () => void this.undo(),
    };
    render(h(Filling, props), this.root);
    this.place();
  }

  private get refundId(): string | null {
    return this.form && refundOf(this.form.scope, this.view);
  }

  private open(isOpen: boolean): void {
    this.isOpen = isOpen;
    const { form, refundId } = this;
    const isNews = this.draft === null || this.draft.refundId !== refundId || this.draft.kind !== form?.kind || this.draft.answer?.ok === false;
    if (isOpen && isNews) this.ask();
    this.draw();
  }

  private next(): void {
    const at = this.forms.findIndex(({ scope }) => scope === this.chosen);
    this.chosen = this.forms[(at + 1) % this.forms.length]?.scope ?? null;
    this.done = null;
    this.draft = null;
    this.open(true);
  }

  private ask(): void {
    const { form, refundId } = this;
    if (!form || refundId === null) return;
    const asked = { refundId, kind: form.kind, answer: null };
    this.draft = asked;
    const longest = Math.max(10, Math.min(limitsOf(form, this.view.platform).text ?? 500, 5000));
    void askWorker<Statement>({ type: 'statement', refund_id: refundId, form: form.kind, longest }).then((answer) => {
      if (this.draft !== asked) return;
      this.draft = { ...asked, answer };
      this.draw();
    });
    this.draw();
  }

  private async bytes(prepared: Prepared): Promise<Result<FormPicture>> {
    const { form } = this;
    if (!form) return bad(ownProblem('form-gone'));
    const { formats, bytes } = limitsOf(form, this.view.platform);
    return askWorker<FormPicture>({ type: 'form-picture', of: prepared.of, id: prepared.id, formats: [...formats], bytes });
  }

  private async fill(text: string, pictures: readonly Prepared[]): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    this.draw();
    this.done = await this.filled(text, pictures).catch((error: unknown): Done => ({
      outcome: { text: null, pictures: null, problems: [ownProblem('internal', error instanceof Error ? error.message : '')] },
      undo: () => Promise.resolve(true),
    }));
    this.isBusy = false;
    this.draw();
  }

  private async filled(text: string, wanted: readonly Prepared[]): Promise<Done> {
    const problems: Problem[] = [];
    const got: FormPicture[] = [];
    for (const each of wanted) {
      const picture = await this.bytes(each);
      if (picture.ok) got.push(picture.value);
      else problems.push(picture.problem);
    }
    // The page may have renewed its form while the pictures came.
    const form = this.look();
    if (!form) return { outcome: { text: null, pictures: null, problems: [...problems, ownProblem('form-gone')] }, undo: () => Promise.resolve(true) };
    const undoText = text && form.text ? this.putInto(form, text) : null;
    const again = (): PlatformForm | null => this.look();
    const attached = got.length ? await attach(form, got.map(fileOf), again) : null;
    await new Promise((resolve) => { setTimeout(resolve, 0); });
    const field = again()?.text ?? form.text;
    return {
      outcome: {
        text: undoText ? { length: text.length, holds: field !== null && holds(field, text) } : null,
        pictures: attached ? { ...counted(attached), copies: got.flatMap(({ name, size, copy }) => (copy ? [{ name, size, from: copy.size, type: copy.media_type }] : [])) } : null,
        problems,
      },
      undo: async () => {
        undoText?.();
        return attached ? attached.undo() : true;
      },
    };
  }

  private putInto(form: PlatformForm, text: string): (() => void) | null {
    if (!form.text) return null;
    const before = textOf(form.text);
    putText(form.text, text);
    return () => {
      const field = this.form?.text ?? form.text;
      // What the seller wrote since is the seller's.
      if (field && holds(field, text)) putText(field, before);
    };
  }

  private async undo(): Promise<void> {
    const { done } = this;
    if (!done || this.isBusy) return;
    this.isBusy = true;
    this.draw();
    const isUndone = await done.undo();
    this.isBusy = false;
    this.done = isUndone ? null : { ...done, outcome: { ...done.outcome, problems: [ownProblem('undo-by-hand')] } };
    this.draw();
  }
}

const counted = ({ given, shown }: Attached): Pick<Attached, 'given' | 'shown'> => ({ given, shown });

function fileOf({ name, media_type: type, base64 }: FormPicture): File {
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at);
  return new File([bytes], name, { type });
}

export const makeFilling: FeaturePart = (view) => {
  const host = new FillingHost(view);
  return { update: () => host.update() };
};

