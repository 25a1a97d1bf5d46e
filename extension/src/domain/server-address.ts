/** The address of a server as a person types it. */

export function serverAddress(typed: string): URL | null {
  const trimmed = typed.trim();
  if (!trimmed) return null;
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed)
    ? trimmed
    : `${/^(?:localhost|127\.|\[::1\])/.test(trimmed) ? 'http' : 'https'}://${trimmed}`;
  if (!URL.canParse(full)) return null;
  const url = new URL(full);
  return (url.protocol === 'http:' || url.protocol === 'https:') && !url.username && !url.password ? url : null;
}

export const isLoopback = (url: URL): boolean =>
  url.hostname === 'localhost' || /^127(?:\.\d{1,3}){3}$/.test(url.hostname) || url.hostname === '[::1]';
