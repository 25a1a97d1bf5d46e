// Stands before the service worker in a copy of the extension that tests make: it can stand still after so many
// steps (writes to the database, requests), as a worker that the browser stops there, and records all that leaves it
// for pages.
(() => {
  const said = [];
  const note = (value) => { try { said.push(JSON.stringify(value) ?? ''); } catch { said.push(String(value)); } };
  let left = Infinity;
  const step = () => {
    left -= 1;
    // Nothing after this takes effect; only stopping the worker ends it.
    if (left < 0) for (;;);
  };
  const before = (owner, name) => {
    const own = owner[name];
    owner[name] = function (...given) { step(); return own.apply(this, given); };
  };
  for (const name of ['add', 'put', 'delete']) before(IDBObjectStore.prototype, name);
  before(IDBCursor.prototype, 'update');
  before(globalThis, 'fetch');
  const recorded = (owner, name) => {
    const own = owner[name].bind(owner);
    owner[name] = (...given) => { note(given); return own(...given); };
  };
  recorded(chrome.tabs, 'sendMessage');
  recorded(chrome.scripting, 'executeScript');
  for (const area of [chrome.storage.local, chrome.storage.session]) recorded(area, 'set');
  const own = chrome.runtime.onMessage.addListener.bind(chrome.runtime.onMessage);
  own((message, _, respond) => {
    if (message?.type === 'test-stand-still') { left = message.after; respond(true); }
    if (message?.type === 'test-said') respond(said);
  });
  chrome.runtime.onMessage.addListener = (listener) => own((message, sender, respond) => {
    if (/^test-/.test(message?.type)) return false;
    return listener(message, sender, (answer) => { note(answer); respond(answer); });
  });
  chrome.runtime.onConnect.addListener((port) => recorded(port, 'postMessage'));
})();
