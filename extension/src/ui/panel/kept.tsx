/** Evidence: the one button, its progress item by item, and the server's receipts. */
import type { JSX } from 'preact';
import type { ItemSummary } from '@/domain/panel-state';
import { AddEvidence } from '@/ui/panel/add-evidence';
import { AskingHosts } from '@/ui/panel/asking-hosts';
import type { PanelProps } from '@/ui/panel/model';
import { Section } from '@/ui/panel/section';
import { problemText } from '@/ui/problem-text';
import type { Texts } from '@/ui/texts';

const shownTime = (time: string, language: string): string =>
  Number.isNaN(Date.parse(time)) ? time : new Date(time).toLocaleString(language, { hour12: false, month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' });

const kindOf = (kind: string, { t, has }: Texts): string => (has(`panel.kind_${kind}`) ? t(`panel.kind_${kind}`) : kind);

/** Photos are counted by kind: the file names of a platform say nothing to a person. */
export function nameOf(item: ItemSummary, items: readonly ItemSummary[], texts: Texts): string {
  const kind = kindOf(item.kind, texts);
  if (item.what !== 'photo') return kind;
  const place = items.filter((other) => other.what === 'photo' && other.kind === item.kind && other.seq <= item.seq).length;
  return `${kind} · ${texts.t('panel.nth_photo', { place })}`;
}

function Receipt({ sha256, created, texts }: { sha256: string; created: string; texts: Texts }): JSX.Element {
  return (
    <small class="receipt" title={sha256}>
      SHA-256 <code>{sha256.slice(0, 12)}…{sha256.slice(-4)}</code> · <time dateTime={created}>{shownTime(created, texts.language)}</time>
    </small>
  );
}

function Row({ item, name, props }: { item: ItemSummary; name: string; props: PanelProps }): JSX.Element {
  const { texts, actions } = props;
  const { t, has } = texts;
  return (
    <li class={`item ${item.state}`} data-kept-state={item.state} data-kept-kind={item.kind}>
      <span class="mark" aria-hidden="true">{{ done: '✓', failed: '!', collecting: '…', waiting: '…', sending: '↑' }[item.state]}</span>
      <span class="what">
        <span title={item.name}>{name}</span>
        <span class={item.state === 'done' ? 'sr' : 'quiet'}> {t(`panel.state_${item.state}`)}</span>
        {item.how && has(`panel.how_${item.how}`) && <small data-how={item.how}>{t(`panel.how_${item.how}`)}</small>}
        {item.receipt?.sha256 && <Receipt {...item.receipt} texts={texts} />}
        {item.problem && item.state !== 'done' && <small class="trouble">{problemText(item.problem, texts)}</small>}
      </span>
      {item.state === 'failed' && (
        <>
          <button type="button" class="button" aria-label={`${t('panel.retry')}: ${name}`} onClick={(event) => event.isTrusted && actions.retry(item.seq)}>{t('panel.retry')}</button>
          <button type="button" class="button plain" data-action="remove" aria-label={`${t('panel.remove')}: ${name}`} onClick={(event) => event.isTrusted && actions.remove(item.seq)}>{t('panel.remove')}</button>
        </>
      )}
    </li>
  );
}

export function Kept(props: PanelProps): JSX.Element {
  const { state, texts, actions, canKeep, keeping } = props;
  const { t } = texts;
  const items = (state?.items ?? []).filter((item) => item.what !== 'case' || item.state === 'failed');
  const sent = new Set(items.map(({ receipt }) => receipt?.id));
  const elsewhere = (state?.evidence ?? []).filter(({ id }) => !sent.has(id));
  return (
    <Section id="kept" title={t('panel.kept')} extra={<span class="count">{items.filter((item) => item.state === 'done').length + elsewhere.length}</span>}>
      {canKeep && (
        <button type="button" class="button keep" data-action="keep" disabled={keeping} onClick={(event) => event.isTrusted && actions.keep()}>
          {t(keeping ? 'panel.keeping' : 'panel.keep')}
        </button>
      )}
      {props.keepProblem && <p class="trouble" role="alert">{problemText(props.keepProblem, texts)}</p>}
      <AskingHosts {...props} />
      {items.length + elsewhere.length === 0 && <p class="quiet">{t('panel.nothing_kept')}</p>}
      <ul class="items" aria-live="polite">
        {items.map((item) => <Row key={item.seq} item={item} name={nameOf(item, items, texts)} props={props} />)}
        {elsewhere.map((kept) => (
          <li key={kept.id} class="item done" data-kept-state="done" data-kept-kind={kept.kind}>
            <span class="mark" aria-hidden="true">✓</span>
            <span class="what">
              {kindOf(kept.kind, texts)}
              <Receipt sha256={kept.sha256} created={kept.created} texts={texts} />
            </span>
          </li>
        ))}
      </ul>
      <AddEvidence {...props} />
    </Section>
  );
}
