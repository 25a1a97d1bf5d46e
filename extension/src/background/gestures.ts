/** What a person starts outside the page: a keyboard command, the context menu. Only these allow a picture of the window. */
import { menus, onCommand, tabTell } from '@/lib/browser';
import type { Push } from '@/domain/messages';
import { currentPlatforms } from '@/background/descriptions';
import { keepPicked } from '@/background/picking';

const KEEP: Push = { type: 'keep' };

/** 一键存证 on the page of that tab, with all the gesture allows; a page of no refund does nothing. */
export const keepIn = (tabId: number): Promise<unknown> => tabTell(tabId, KEEP);

export function listenToGestures(): void {
  onCommand((name, tabId) => {
    if (name === 'keep' && tabId !== null) void keepIn(tabId);
  });
  menus.onClick((id, picked) => {
    if (id === 'keep-picture') void keepPicked(picked);
    else if (id === 'keep-page' && picked.sender.tabId !== null) void keepIn(picked.sender.tabId);
  });
}

/** On the pages of every platform known now: those taught here or told by a server too. */
export async function makeMenus(): Promise<void> {
  const platforms = await currentPlatforms();
  await menus.make([
    { id: 'keep-picture', title: 'menu_keep_picture', contexts: ['image'] },
    { id: 'keep-page', title: 'menu_keep_page', contexts: ['page'], pages: platforms.flatMap(({ hosts }) => hosts.map((host) => `${host}/*`)) },
  ]);
}
