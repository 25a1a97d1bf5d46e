/** Files a person picked, as text that may cross to the service worker. */

// A message of the browser holds at most 64 MB; base64 takes a third more than the bytes.
const LARGEST = 40 * 1024 * 1024;

/** Base64 of the bytes; null when the file is too large to be handed over. */
export function readFile(file: File): Promise<string | null> {
  if (file.size > LARGEST) return Promise.resolve(null);
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(typeof reader.result === 'string' ? reader.result.replace(/^[^,]*,/, '') : null);
    reader.onerror = () => resolve(null);
    reader.readAsDataURL(file);
  });
}
