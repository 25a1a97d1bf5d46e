/** The pairing form: address, code, and a warning that names the risk of plain http. */
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { permissions } from '@/lib/browser';
import type { Problem } from '@/lib/result';
import { type Offer, offerIn, offerInHash } from '@/domain/pairing-offer';
import { isLoopback, serverAddress } from '@/domain/server-address';
import { QrReader } from '@/ui/options/qr-reader';
import { ask } from '@/ui/options/worker';
import { problemText } from '@/ui/problem-text';
import type { Texts } from '@/ui/texts';

const isRisky = (server: string): boolean => {
  const url = serverAddress(server);
  return url?.protocol === 'http:' && !isLoopback(url);
};

/** The browser asks the seller about a server elsewhere; only a click may make it ask. */
async function permitted(server: string): Promise<boolean> {
  const url = serverAddress(server);
  if (!url || isLoopback(url)) return true;
  return permissions.request([`${url.protocol}//${url.hostname}/*`]).catch(() => false);
}

/** Taken once, and out of the address at once. */
function takeOffer(): Offer | null {
  const found = offerInHash(location.hash);
  if (found) history.replaceState(null, '', location.pathname + location.search);
  return found;
}

/** Only this computer's own server is paired with unasked. */
const isOwn = ({ server }: Offer): boolean => {
  const url = serverAddress(server);
  return url !== null && isLoopback(url);
};

interface PairingProps {
  readonly texts: Texts;
  readonly paired: () => Promise<void>;
  /** Whether an offer is taken up at once: not while another pairing holds. */
  readonly eager?: boolean;
}

export function Pairing({ texts, paired, eager = false }: PairingProps): JSX.Element {
  const [offered] = useState(takeOffer);
  const form = useRef<HTMLFormElement>(null);
  const [server, setServer] = useState(offered?.server ?? 'http://127.0.0.1:8600');
  const [code, setCode] = useState(offered?.code ?? '');
  const [accepted, setAccepted] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const { t } = texts;
  const risky = isRisky(server);
  const fill = (offer: Offer): void => {
    setServer(offer.server);
    setCode(offer.code);
    setAccepted(false);
    setProblem(null);
  };
  useEffect(() => {
    if (eager && offered && isOwn(offered)) form.current?.requestSubmit();
  }, []);
  const paste = (event: ClipboardEvent): void => {
    const offer = offerIn(event.clipboardData?.getData('text') ?? '');
    if (!offer) return;
    event.preventDefault();
    fill(offer);
  };
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    if (!risky || accepted) await permitted(server);
    const answer = await ask({ type: 'pair', server, code, accept_risk: accepted });
    setProblem(answer.ok ? null : answer.problem);
    if (answer.ok) setCode('');
    await paired();
    setBusy(false);
  };
  return (
    <form ref={form} onSubmit={(event) => void submit(event)} onPaste={paste}>
      <QrReader texts={texts} found={fill} />
      <label>
        <span>{t('options.server')}</span>
        <input name="server" type="text" inputMode="url" required spellcheck={false} autocomplete="off" value={server} aria-describedby="server-help" onInput={(event) => setServer(event.currentTarget.value)} />
        <small id="server-help" class="quiet">{t('options.server_help')}</small>
      </label>
      {risky && (
        <div class="warning" role="alert" data-warning="plain-http">
          <p>{t('options.risk')}</p>
          <label class="check">
            <input name="accept_risk" type="checkbox" checked={accepted} onChange={(event) => setAccepted(event.currentTarget.checked)} />
            <span>{t('options.risk_accept')}</span>
          </label>
        </div>
      )}
      <label>
        <span>{t('options.code')}</span>
        <input name="code" type="text" required spellcheck={false} autocomplete="one-time-code" value={code} aria-describedby="code-help" onInput={(event) => setCode(event.currentTarget.value)} />
        <small id="code-help" class="quiet">{t('options.code_help')}</small>
      </label>
      {problem && <p class="trouble" role="alert" data-problem={problem.type}>{problemText(problem, texts)}</p>}
      <button type="submit" class="button primary" disabled={busy}>{t(busy ? 'options.pairing_now' : 'options.pair')}</button>
    </form>
  );
}
