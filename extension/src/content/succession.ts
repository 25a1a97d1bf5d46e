/** An update leaves the scripts of the version before in open pages; the new one's coming ends them at once. */
import { isAlive } from '@/lib/browser';

const SUCCESSOR = 'returnproof:successor';

/** The page can send the event too: a living script does not heed it. */
export function succeed(end: () => void): void {
  window.dispatchEvent(new CustomEvent(SUCCESSOR));
  window.addEventListener(SUCCESSOR, () => {
    if (!isAlive()) end();
  });
}
